import type { Fact } from '../../../shared/entities'
import type { Recall, RecallHit, RecallQuery } from './types'

/** What is looked up in; the memory's RecallIndex is the implementation. */
export interface PieceSearch {
  search(query: RecallQuery, signal: AbortSignal): Promise<RecallHit[]>
}

export function createRecall(pieces: PieceSearch, facts: { list(): readonly Fact[] }): Recall {
  return { facts: facts.list, search: (query, signal) => pieces.search(query, signal) }
}
