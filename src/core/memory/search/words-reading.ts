import { randomBytes } from 'node:crypto'
import type Database from 'better-sqlite3'
import { containsPattern, matchExpression } from '../search'
import { fold } from './fold'
import { snippetOf } from './snippet'
import { termsOf } from './terms'
import type { Reading, WordsHit, WordsQuery } from './types'

/** So many of the newest matches are ranked: a word that half of all messages have would take a second otherwise. */
const rankedMatches = 500
/** Titles shown before what was said. */
const maximumTitles = 20
const maximumTerms = 8
const snippetWords = 28

interface MatchRow {
  sequence: number
  rank: number
  message_id: string
  conversation_id: string
  title: string
  role: WordsHit['role']
  created_at: number
}

interface TitleRow {
  id: string
  title: string
  updated_at: number
}

/** With and without a filter; the plus keeps SQLite from asking the word index once for every message of a conversation. */
function filterOf({ conversationId, folderId }: WordsQuery): string {
  const own = conversationId === null ? '' : 'conversation_id = @conversationId'
  const folder =
    folderId === null ? '' : 'conversation_id IN (SELECT id FROM conversation WHERE folder_id = @folderId)'
  const wanted = [own, folder].filter(part => part !== '').join(' AND ')
  return wanted === '' ? '' : `AND +m.sequence IN (SELECT sequence FROM message WHERE ${wanted})`
}

function createPreparer(connection: Database.Database) {
  const known = new Map<string, Database.Statement<[Record<string, unknown>]>>()
  return <Row>(sql: string) => {
    const statement = known.get(sql) ?? connection.prepare<[Record<string, unknown>]>(sql)
    known.set(sql, statement)
    return (values: Record<string, unknown>) => statement.all(values) as Row[]
  }
}

const columns = `m.sequence, m.id AS message_id, m.conversation_id, c.title, m.role, m.created_at`

/**
 * Messages that have all words, and conversations whose title has. Titles come first, then messages: of the newest matches those
 * that are about little else, the newer the better.
 */
export const wordsReading: Reading<WordsQuery, WordsHit[]> = connection => {
  const prepare = createPreparer(connection)
  // Nobody can have written this into a message.
  const nonce = randomBytes(6).toString('hex')
  const open = `\u0002${nonce}`
  const close = `\u0003${nonce}`
  const titles = connection.prepare<[], TitleRow>(
    'SELECT id, title, updated_at FROM conversation WHERE deleted_at IS NULL ORDER BY activity DESC',
  )
  const folderTitles = connection.prepare<[string], TitleRow>(
    'SELECT id, title, updated_at FROM conversation WHERE deleted_at IS NULL AND folder_id = ? ORDER BY activity DESC',
  )
  const snippetAt = connection
    .prepare<[string, string, string, number], string>(
      `SELECT snippet(message_search, 0, ?, ?, '…', ${snippetWords}) FROM message_search
       WHERE message_search MATCH ? AND rowid = ?`,
    )
    .pluck()
  const contentOf = connection
    .prepare<[number], string>('SELECT content FROM message WHERE sequence = ?')
    .pluck()

  function titleHits(query: WordsQuery, terms: readonly string[]): WordsHit[] {
    if (query.conversationId !== null) return []
    const rows = query.folderId === null ? titles.iterate() : folderTitles.iterate(query.folderId)
    const hits: WordsHit[] = []
    for (const { id, title, updated_at } of rows) {
      const folded = fold(title)
      if (!terms.every(term => folded.includes(term))) continue
      hits.push({
        conversationId: id,
        conversationTitle: title,
        messageId: null,
        role: null,
        createdAt: updated_at,
        snippet: snippetOf(title, terms, false),
      })
      if (hits.length === Math.min(maximumTitles, query.limit)) break
    }
    return hits
  }

  /** Newest first, with bm25: smaller is better. */
  function byIndex(query: WordsQuery, expression: string): MatchRow[] {
    const all = prepare<MatchRow>(
      `SELECT ${columns}, bm25(message_search) AS rank
       FROM message_search CROSS JOIN message m ON m.sequence = message_search.rowid
         CROSS JOIN conversation c ON c.id = m.conversation_id
       WHERE message_search MATCH @expression AND c.deleted_at IS NULL ${filterOf(query)}
       ORDER BY message_search.rowid DESC LIMIT ${rankedMatches}`,
    )
    const { conversationId, folderId } = query
    return ranked(all({ expression, conversationId, folderId }))
  }

  /** For scripts without spaces: reads through everything. */
  function byReading(query: WordsQuery, terms: readonly string[]): MatchRow[] {
    const wanted = terms.slice(0, maximumTerms)
    const conditions = wanted.map((_term, index) => `m.content LIKE @term${index} ESCAPE '\\'`)
    const all = prepare<MatchRow>(
      `SELECT ${columns}, 0 AS rank FROM message m CROSS JOIN conversation c ON c.id = m.conversation_id
       WHERE m.state <> 'streaming' AND ${conditions.join(' AND ')} AND c.deleted_at IS NULL ${filterOf(query)}
       ORDER BY m.sequence DESC LIMIT @limit`,
    )
    const values = Object.fromEntries(wanted.map((term, index) => [`term${index}`, containsPattern(term)]))
    return all({ ...query, ...values })
  }

  return query => {
    // SQLite takes a NUL as the end of a pattern.
    const text = query.text.replaceAll('\0', ' ').trim()
    const terms = termsOf(text)
    if (terms.length === 0) return []
    const expression = matchExpression(text)
    const rows = expression === null ? byReading(query, text.split(/\s+/)) : byIndex(query, expression)
    const found = titleHits(query, terms)
    const messages = rows.slice(0, Math.max(0, query.limit - found.length)).map((row): WordsHit => {
      const marked = expression === null ? undefined : snippetAt.get(open, close, expression, row.sequence)
      return {
        conversationId: row.conversation_id,
        conversationTitle: row.title,
        messageId: row.message_id,
        role: row.role,
        createdAt: row.created_at,
        snippet:
          marked === undefined
            ? snippetOf(contentOf.get(row.sequence) ?? '', terms)
            : partsOf(marked, open, close),
      }
    })
    return [...found, ...messages]
  }
}

/** A match counts half as much once some hundred newer ones are there. */
function ranked(rows: readonly MatchRow[]): MatchRow[] {
  const scored = rows.map((row, index) => ({ row, score: -row.rank * (0.5 + 0.5 / (1 + index / 50)) }))
  return scored.sort((a, b) => b.score - a.score).map(({ row }) => row)
}

function partsOf(marked: string, open: string, close: string): WordsHit['snippet'] {
  return marked
    .split(open)
    .flatMap((piece, index) => {
      if (index === 0) return [{ text: piece, isMatch: false }]
      const [match = '', rest = ''] = piece.split(close)
      return [
        { text: match, isMatch: true },
        { text: rest, isMatch: false },
      ]
    })
    .map(part => ({ ...part, text: part.text.replaceAll(/\s+/g, ' ') }))
    .filter(({ text }) => text !== '')
}
