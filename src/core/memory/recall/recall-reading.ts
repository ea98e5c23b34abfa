import type Database from 'better-sqlite3'
import { fold } from '../search/fold'
import type { Reading } from '../search/types'
import { cutText } from './cut-text'
import { loadVectors } from './load-vectors'
import { locatorOf } from './locator'
import { anyOf, mostOf, tellingTerms } from './query-words'

export interface RecallInput {
  text: string
  /** In the two forms in which vectors are kept; null: by words alone. */
  embedding: { model: string; bits: Uint8Array; vector: Uint8Array } | null
  /** Null: everything that others than `notConversationId` said. */
  attachmentIds: readonly string[] | null
  notConversationId: string | null
  folderId: string | null
  conversationId: string | null
  limit: number
  minSimilarity: number
}

/** A piece that was found. */
export interface FoundPiece {
  kind: 'message' | 'attachment'
  conversationId: string | null
  messageId: string | null
  attachmentId: string | null
  role: 'system' | 'user' | 'assistant' | null
  createdAt: number
  title: string
  locator: string | null
  text: string
  score: number | null
  untrusted: boolean
}

interface Candidate {
  sequence: number | null
  attachmentId: string | null
  start: number
  stop: number
  score: number | null
}

interface MessageRow {
  id: string
  role: 'system' | 'user' | 'assistant'
  content: string
  createdAt: number
  conversationId: string
  title: string
  untrusted: number
}
interface FileRow {
  name: string
  path: string | null
  pages: number | null
  text: string | null
  createdAt: number
  messageId: string | null
  conversationId: string | null
}

/** Among so many nearest by their bits the nearest by their bytes are looked for. */
const candidatesOfBits = 400
const candidatesOfWords = 60
/** Of reciprocal rank fusion: how little the first places count more than the next. */
const fusionConstant = 60

/** A piece is the same whichever way it was found. */
const keyOf = ({ sequence, attachmentId, start }: Candidate) => `${sequence ?? attachmentId}:${start}`

/** Both lists as one: what stands high in either is high, what is in both higher. A score stays what it is. */
function fuse(lists: readonly (readonly Candidate[])[]): Candidate[] {
  const found = new Map<string, { candidate: Candidate; weight: number }>()
  for (const list of lists) {
    for (const [rank, candidate] of list.entries()) {
      const key = keyOf(candidate)
      const before = found.get(key)
      const weight = (before?.weight ?? 0) + 1 / (fusionConstant + rank)
      const score = before?.candidate.score ?? candidate.score
      found.set(key, { candidate: { ...candidate, score }, weight })
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight).map(({ candidate }) => candidate)
}

const seen = `k.deleted_at IS NULL AND k.id IS NOT @notConversationId
  AND (@conversationId IS NULL OR k.id = @conversationId) AND (@folderId IS NULL OR k.folder_id = @folderId)`

type Scope = Pick<RecallInput, 'notConversationId' | 'conversationId' | 'folderId'>

/** By vectors; prepared only where the functions on them are known. */
function createMeaning(connection: Database.Database) {
  const model = connection.prepare<[], string>('SELECT name FROM vector_model').pluck()
  const nearest = connection
    .prepare<[Uint8Array], number>(
      `SELECT chunk_id FROM chunk_bits ORDER BY vec_distance_hamming(vec_bit(bits), vec_bit(?)) LIMIT ${candidatesOfBits}`,
    )
    .pluck()
  const similarity = '1 - vec_distance_cosine(vec_int8(v.vector), vec_int8(@vector))'
  const rescored = connection.prepare<[Record<string, unknown>], Candidate>(
    `SELECT c.message_sequence AS sequence, c.attachment_id AS attachmentId, c.start, c.stop, ${similarity} AS score
     FROM json_each(@ids) j JOIN chunk c ON c.id = j.value JOIN chunk_vector v ON v.chunk_id = c.id
     LEFT JOIN attachment a ON a.id = c.attachment_id LEFT JOIN message am ON am.id = a.message_id
     LEFT JOIN message m ON m.sequence = c.message_sequence
     JOIN conversation k ON k.id = COALESCE(m.conversation_id, am.conversation_id)
     WHERE ${seen} AND score >= @minSimilarity ORDER BY score DESC LIMIT @limit`,
  )
  const ofFiles = connection.prepare<[Record<string, unknown>], Candidate>(
    `SELECT NULL AS sequence, c.attachment_id AS attachmentId, c.start, c.stop, ${similarity} AS score
     FROM json_each(@attachmentIds) j JOIN chunk c ON c.attachment_id = j.value
     JOIN chunk_vector v ON v.chunk_id = c.id WHERE score >= @minSimilarity ORDER BY score DESC LIMIT @limit`,
  )
  return ({ embedding, attachmentIds, limit, minSimilarity, ...scope }: RecallInput): Candidate[] => {
    if (embedding === null || model.get() !== embedding.model) return []
    const { vector, bits } = embedding
    if (attachmentIds !== null)
      return ofFiles.all({
        vector,
        attachmentIds: JSON.stringify(attachmentIds),
        minSimilarity,
        limit: limit * 2,
      })
    const { notConversationId, conversationId, folderId } = scope
    const ids = JSON.stringify(nearest.all(bits))
    return rescored.all({
      ...{ vector, ids, minSimilarity, limit: limit * 2, notConversationId, conversationId, folderId },
    })
  }
}

function createWords(connection: Database.Database) {
  const ofMessages = connection.prepare<
    [Scope & { expression: string }],
    { sequence: number; content: string }
  >(
    `SELECT m.sequence, m.content FROM (
       SELECT rowid FROM message_search WHERE message_search MATCH @expression ORDER BY rank LIMIT ${candidatesOfWords * 4}) f
     JOIN message m ON m.sequence = f.rowid JOIN conversation k ON k.id = m.conversation_id
     WHERE ${seen} LIMIT ${candidatesOfWords}`,
  )
  const ofFiles = connection.prepare<[{ expression: string; attachmentIds: string }], Candidate>(
    `SELECT NULL AS sequence, c.attachment_id AS attachmentId, c.start, c.stop, NULL AS score
     FROM chunk_search JOIN chunk c ON c.id = chunk_search.rowid
     WHERE chunk_search MATCH @expression AND c.attachment_id IN (SELECT value FROM json_each(@attachmentIds))
     ORDER BY rank LIMIT ${candidatesOfWords}`,
  )
  /** The piece with most of the terms, if it has enough of them. */
  function bestPiece(
    sequence: number,
    content: string,
    terms: readonly string[],
    needed: number,
  ): Candidate[] {
    const pieces = cutText(content).pieces.map(piece => {
      const folded = fold(content.slice(piece.start, piece.stop))
      return { ...piece, hits: terms.filter(term => folded.includes(term)).length }
    })
    const [best] = pieces.sort((a, b) => b.hits - a.hits)
    if (best === undefined || best.hits < needed) return []
    return [{ sequence, attachmentId: null, start: best.start, stop: best.stop, score: null }]
  }
  return (input: RecallInput): Candidate[] => {
    const telling = tellingTerms(input.text)
    const most = mostOf(telling)
    if (most === null) return []
    const { attachmentIds, notConversationId, conversationId, folderId } = input
    if (attachmentIds !== null)
      return ofFiles.all({ expression: anyOf(telling), attachmentIds: JSON.stringify(attachmentIds) })
    const { expression, terms, needed } = most
    return ofMessages
      .all({ expression, notConversationId, conversationId, folderId })
      .flatMap(({ sequence, content }) => bestPiece(sequence, content, terms, needed))
  }
}

/** Turns places into what stands there. A text is read once, however many of its pieces were found. */
function createFiller(connection: Database.Database) {
  const message = connection.prepare<[number], MessageRow>(
    `SELECT m.id, m.role, m.content, m.created_at AS createdAt, k.id AS conversationId, k.title,
       EXISTS (SELECT 1 FROM message x WHERE x.conversation_id = k.id AND (x.sources IS NOT NULL
         OR x.steps LIKE '%"untrusted"%' OR EXISTS (SELECT 1 FROM attachment a WHERE a.message_id = x.id))) AS untrusted
     FROM message m JOIN conversation k ON k.id = m.conversation_id WHERE m.sequence = ?`,
  )
  const file = connection.prepare<[string], FileRow>(
    `SELECT a.name, a.path, a.pages, c.text, a.created_at AS createdAt, a.message_id AS messageId,
       m.conversation_id AS conversationId
     FROM attachment a JOIN attachment_content c ON c.attachment_id = a.id
     LEFT JOIN message m ON m.id = a.message_id WHERE a.id = ?`,
  )
  return (candidates: readonly Candidate[]): FoundPiece[] => {
    const files = new Map<string, FileRow | undefined>()
    const fileOf = (id: string) => {
      if (!files.has(id)) files.set(id, file.get(id))
      return files.get(id)
    }
    return candidates.flatMap(({ sequence, attachmentId, start, stop, score }): FoundPiece[] => {
      if (attachmentId !== null) {
        const row = fileOf(attachmentId)
        if (row === undefined || row.text === null) return []
        const { conversationId, messageId, createdAt, text } = row
        const title = row.path ?? row.name
        const locator = locatorOf(text, start, stop, row.pages !== null)
        const place = { conversationId, messageId, attachmentId, role: null, createdAt }
        const found = text.slice(start, stop).trim()
        return [{ kind: 'attachment', ...place, title, locator, text: found, score, untrusted: true }]
      }
      const row = message.get(sequence ?? 0)
      if (row === undefined) return []
      const { id: messageId, role, createdAt, conversationId, title, content } = row
      const place = { conversationId, messageId, attachmentId: null, role, createdAt }
      const found = content.slice(start, stop).trim()
      const untrusted = row.untrusted === 1
      return [{ kind: 'message', ...place, title, locator: null, text: found, score, untrusted }]
    })
  }
}

/** One piece for each message: two of one say the same twice. */
function oncePerMessage(candidates: readonly Candidate[]): Candidate[] {
  const sequences = new Set<number>()
  return candidates.filter(({ sequence }) => {
    if (sequence === null) return true
    const isNew = !sequences.has(sequence)
    sequences.add(sequence)
    return isNew
  })
}

/** Pieces of texts by their words, and by their meaning where there is a vector to compare with and something to do it. */
export const recallReading: Reading<RecallInput, FoundPiece[]> = connection => {
  const byMeaning = loadVectors(connection) === null ? createMeaning(connection) : () => []
  const byWords = createWords(connection)
  const fill = createFiller(connection)
  return input => {
    const lists = [byMeaning(input), ...(input.text === '' ? [] : [byWords(input)])]
    return fill(oncePerMessage(fuse(lists)).slice(0, input.limit))
  }
}
