/** Of the best one's similarity: what has less is about something else, or nothing is about it at all. */
const shareOfBest = 0.6
/** Of what is found by meaning everything is found, in the end. */
const most = 20

/**
 * Those that stand near the best one. Similarity has no scale that holds for every model or for short questions, so the first are shown
 * whatever their score is. @param hits the best first
 */
export function nearBest<T extends { score?: number | undefined }>(hits: readonly T[]): T[] {
  const best = hits[0]?.score ?? 0
  return hits.slice(0, most).filter(({ score = 0 }) => score >= best * shareOfBest)
}
