/**
 * Area under the ROC curve: how often a positive stands before a negative when both are drawn at random, a tie counting half.
 * By the sum of ranks, so in n log n. Null with only one kind.
 */
export function areaUnderCurve(scored: readonly { score: number; positive: boolean }[]): number | null {
  const sorted = scored.toSorted((a, b) => a.score - b.score)
  const positives = sorted.filter(({ positive }) => positive).length
  const negatives = sorted.length - positives
  if (positives === 0 || negatives === 0) return null
  let rankSum = 0
  let start = 0
  while (start < sorted.length) {
    let end = start
    let tied = 0
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) {
      if (sorted[end]?.positive === true) tied += 1
      end += 1
    }
    // Ranks start at 1; those that are equal share the mean of their places.
    rankSum += tied * ((start + 1 + end) / 2)
    start = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}
