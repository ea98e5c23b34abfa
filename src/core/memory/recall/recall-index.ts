import type Database from 'better-sqlite3'
import type { SearchHit } from '../../../shared/entities'
import type { MemorySearcher } from '../search/readings'
import { snippetOf } from '../search/snippet'
import { searchTerms } from '../search/terms'
import { toStorageError } from '../storage-fault'
import type { CommitQueue } from '../writing/commit-queue'
import type { Step } from '../writing/types'
import type { IndexCounts, UnembeddedPiece } from './index-readings'
import { toBits, toBytes } from './quantise'
import type { FoundPiece } from './recall-reading'

export interface Embedding {
  model: string
  vector: readonly number[]
}

export interface PieceQuery {
  /** Empty: by meaning alone. */
  text: string
  /** Absent: by words alone. */
  embedding?: Embedding | undefined
  /** Pieces of these files, or of what was said in all conversations but one. */
  scope: { attachmentIds: readonly string[] } | { notConversationId: string | null }
  limit: number
  /** Of what is found by meaning. */
  minSimilarity: number
}

export interface MeaningQuery {
  embedding: Embedding
  /** What is marked in the snippets. */
  text: string
  conversationId: string | null
  folderId: string | null
  limit: number
  minSimilarity: number
}

/** Pieces of messages and files with their vectors. Everything rejects with STORAGE_FAILED when the disk refuses. */
export interface RecallIndex {
  /** Whether texts wait to be cut or embedded, or there are vectors. Takes no time: each is the first row of an index. */
  hasWork(): boolean
  search(query: PieceQuery, signal: AbortSignal): Promise<FoundPiece[]>
  /** What is about the same, as the search page shows it. */
  searchMeaning(query: MeaningQuery, signal: AbortSignal): Promise<SearchHit[]>
  /** Cuts texts into pieces, files first, then the newest messages. @returns how many texts; 0 when all are cut */
  cut(maximum: number, onlyFiles: boolean): Promise<number>
  /** Forgets the vectors of another model, or of another length. */
  settleModel(model: string, dimensions: number): Promise<void>
  unembedded(limit: number, signal: AbortSignal): Promise<UnembeddedPiece[]>
  /** Those of a model that is not in use (any more) are left out. @returns how many were written */
  addVectors(model: string, vectors: readonly { id: number; vector: readonly number[] }[]): Promise<number>
  counts(signal: AbortSignal): Promise<IndexCounts>
}

const everything = { notConversationId: null, conversationId: null, folderId: null, attachmentIds: null }

const quantised = ({ model, vector }: Embedding) => ({ model, bits: toBits(vector), vector: toBytes(vector) })

export interface RecallIndexParts {
  connection: Database.Database
  queue: Pick<CommitQueue, 'add'>
  searcher: Pick<MemorySearcher, 'ask'>
}

export function createRecallIndex({ connection, queue, searcher }: RecallIndexParts): RecallIndex {
  const work = connection
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM vector_model)
         OR EXISTS (SELECT 1 FROM chunk INDEXED BY chunk_unembedded WHERE is_embedded = 0)
         OR EXISTS (SELECT 1 FROM message INDEXED BY message_unchunked
                    WHERE chunked_to IS NOT NULL AND state <> 'streaming')
         OR EXISTS (SELECT 1 FROM attachment INDEXED BY attachment_unchunked
                    WHERE chunked_to IS NOT NULL AND state = 'ready')`,
    )
    .pluck()

  async function write(step: Step): Promise<number> {
    const written = await queue.add({ write: [step], policy: 'refuse', characters: 0 })
    return written.saved ? written.changes : 0
  }

  return {
    hasWork() {
      try {
        return work.get() === 1
      } catch (error) {
        throw toStorageError(error)
      }
    },
    search({ text, embedding, scope, limit, minSimilarity }, signal) {
      const quantisedOne = embedding === undefined ? null : quantised(embedding)
      const input = { ...everything, ...scope, text, embedding: quantisedOne, limit, minSimilarity }
      return searcher.ask('recall', input, signal)
    },
    async searchMeaning({ embedding, text, conversationId, folderId, limit, minSimilarity }, signal) {
      const scope = { ...everything, conversationId, folderId, limit, minSimilarity }
      const found = await searcher.ask(
        'recall',
        { ...scope, text: '', embedding: quantised(embedding) },
        signal,
      )
      const terms = searchTerms(text)
      return found.flatMap(piece =>
        piece.conversationId === null
          ? []
          : {
              conversationId: piece.conversationId,
              conversationTitle: piece.title,
              messageId: piece.messageId,
              role: piece.role ?? 'user',
              createdAt: piece.createdAt,
              snippet: snippetOf(piece.text, terms),
              by: 'meaning' as const,
              ...(piece.score === null ? {} : { score: Math.max(0, Math.min(1, piece.score)) }),
            },
      )
    },
    cut: (maximum, onlyFiles) => write({ kind: 'cut', maximum, onlyFiles }),
    async settleModel(model, dimensions) {
      await write({ kind: 'changeModel', model, dimensions })
    },
    unembedded: (limit, signal) => searcher.ask('unembedded', { limit }, signal),
    addVectors: (model, vectors) =>
      write({
        kind: 'vectors',
        model,
        rows: vectors.map(({ id, vector }) => ({
          chunkId: id,
          bits: toBits(vector),
          vector: toBytes(vector),
        })),
      }),
    counts: signal => searcher.ask('indexCounts', null, signal),
  }
}
