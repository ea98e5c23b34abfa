import type Database from 'better-sqlite3'
import { containsPattern, matchExpression } from '../search'
import { fold } from './fold'
import { snippetOf } from './snippet'
import { searchTerms, type Terms } from './terms'
import type { Reading, WordsHit, WordsQuery } from './types'

/** So many of the newest matches are ranked: a word that half of all messages have would take a second otherwise. */
const rankedMatches = 500
/** Titles shown before what was said. */
const maximumTitles = 20
const maximumTerms = 8

interface MatchRow {
  sequence: number
  rank: number
}

interface MessageRow {
  id: string
  conversation_id: string
  title: string
  role: WordsHit['role']
  created_at: number
  content: string
}

interface TitleRow {
  id: string
  title: string
  updated_at: number
}

/** Messages that may be found, as a condition on `sequence`: a set that is built once, never a look at every match. */
function filterOf({ conversationId, folderId }: WordsQuery, sequence: string): string {
  let filter = `AND +${sequence} NOT IN (SELECT sequence FROM message WHERE conversation_id IN (
    SELECT id FROM conversation WHERE deleted_at IS NOT NULL))`
  if (conversationId !== null) {
    const own = 'FROM message WHERE conversation_id = @conversationId'
    filter += ` AND +${sequence} IN (SELECT sequence ${own})
      AND ${sequence} BETWEEN (SELECT MIN(sequence) ${own}) AND (SELECT MAX(sequence) ${own})`
  }
  if (folderId !== null) {
    filter += ` AND +${sequence} IN (SELECT sequence FROM message WHERE conversation_id IN (
      SELECT id FROM conversation WHERE folder_id = @folderId))`
  }
  return filter
}

function createMatcher(connection: Database.Database) {
  const known = new Map<string, Database.Statement<[Record<string, unknown>], MatchRow>>()
  const prepare = (sql: string) => {
    const statement = known.get(sql) ?? connection.prepare<[Record<string, unknown>], MatchRow>(sql)
    known.set(sql, statement)
    return statement
  }
  return {
    /** Of the newest matches those that are about little else first, the newer the better. */
    byIndex(query: WordsQuery, expression: string): number[] {
      const all = prepare(
        `SELECT rowid AS sequence, bm25(message_search) AS rank FROM message_search
         WHERE message_search MATCH @expression ${filterOf(query, 'rowid')}
         ORDER BY rowid DESC LIMIT ${rankedMatches}`,
      )
      return ranked(all.all({ ...query, expression }))
    },
    /** The newest first, for what the index does not hold: reads through everything. */
    byReading(query: WordsQuery, parts: readonly string[]): number[] {
      const wanted = parts.slice(0, maximumTerms)
      const conditions = wanted.map((_part, index) => `AND content LIKE @part${index} ESCAPE '\\'`)
      const all = prepare(
        `SELECT sequence, 0 AS rank FROM message
         WHERE state <> 'streaming' ${filterOf(query, 'sequence')} ${conditions.join(' ')}
         ORDER BY sequence DESC LIMIT @limit`,
      )
      const patterns = wanted.map((part, index) => [`part${index}`, containsPattern(part)])
      return all.all({ ...query, ...Object.fromEntries(patterns) }).map(({ sequence }) => sequence)
    },
  }
}

/** A match counts half as much once some hundred newer ones are there; bm25 is the smaller the better. */
function ranked(rows: readonly MatchRow[]): number[] {
  return rows
    .map(({ sequence, rank }, index) => ({ sequence, score: -rank * (0.5 + 0.5 / (1 + index / 50)) }))
    .sort((a, b) => b.score - a.score)
    .map(({ sequence }) => sequence)
}

/** Messages that have all words, and before them conversations whose title has. */
export const wordsReading: Reading<WordsQuery, WordsHit[]> = connection => {
  const match = createMatcher(connection)
  const titles = connection.prepare<[string | null], TitleRow>(
    `SELECT id, title, updated_at FROM conversation
     WHERE deleted_at IS NULL AND folder_id IS COALESCE(?, folder_id) ORDER BY activity DESC`,
  )
  const messageAt = connection.prepare<[number], MessageRow>(
    `SELECT m.id, m.conversation_id, c.title, m.role, m.created_at, m.content
     FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.sequence = ?`,
  )

  function titleHits({ conversationId, folderId, limit }: WordsQuery, terms: Terms): WordsHit[] {
    if (conversationId !== null) return []
    const hits: WordsHit[] = []
    for (const { id, title, updated_at } of titles.iterate(folderId)) {
      const folded = fold(title)
      if (!terms.words.every(word => folded.includes(word))) continue
      hits.push({
        conversationId: id,
        conversationTitle: title,
        messageId: null,
        role: null,
        createdAt: updated_at,
        snippet: snippetOf(title, terms, true),
      })
      if (hits.length === Math.min(maximumTitles, limit)) break
    }
    return hits
  }

  function messageHit(sequence: number, terms: Terms): WordsHit[] {
    const row = messageAt.get(sequence)
    if (row === undefined) return []
    return [
      {
        conversationId: row.conversation_id,
        conversationTitle: row.title,
        messageId: row.id,
        role: row.role,
        createdAt: row.created_at,
        snippet: snippetOf(row.content, terms),
      },
    ]
  }

  return query => {
    // SQLite takes a NUL as the end of a pattern.
    const text = query.text.replaceAll('\0', ' ').trim()
    const terms = searchTerms(text)
    if (terms.words.length === 0) return []
    const expression = matchExpression(text)
    const found =
      expression === null ? match.byReading(query, text.split(/\s+/)) : match.byIndex(query, expression)
    const hits = titleHits(query, terms)
    const messages = found.slice(0, query.limit - hits.length)
    return [...hits, ...messages.flatMap(sequence => messageHit(sequence, terms))]
  }
}
