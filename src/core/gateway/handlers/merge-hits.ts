import type { SearchHit } from '../../../shared/entities'

/** Words first, then what is about the same and was not found by words. */
export function mergeHits(
  words: readonly SearchHit[],
  similar: readonly SearchHit[],
  limit: number,
): SearchHit[] {
  const found = new Set(words.map(({ messageId }) => messageId))
  const more = similar.filter(({ messageId }) => messageId === null || !found.has(messageId))
  // Words alone must not push out everything else.
  const kept = words.slice(0, Math.max(limit - more.length, Math.ceil(limit / 2)))
  return [...kept, ...more].slice(0, limit)
}
