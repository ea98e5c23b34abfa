/**
 * Counts of values by size, for percentiles: buckets that grow by 4 %, so that a percentile is off by 2 % at most and two
 * sketches add up to that of all their values (the idea of https://arxiv.org/abs/1908.10693).
 */
export type Sketch = Map<number, number>

const growth = 1.04
const logOfGrowth = Math.log(growth)
/** Values up to this count as zero. */
const smallest = 0.01
/** Below the bucket of `smallest`. */
const zeroBucket = -1000

const bucketOf = (value: number) =>
  value <= smallest ? zeroBucket : Math.ceil(Math.log(value) / logOfGrowth)

const middleOf = (bucket: number) => (bucket === zeroBucket ? 0 : (2 * growth ** bucket) / (growth + 1))

export function addValue(sketch: Sketch, value: number): void {
  const bucket = bucketOf(value)
  sketch.set(bucket, (sketch.get(bucket) ?? 0) + 1)
}

export function mergeSketch(into: Sketch, from: Sketch): void {
  for (const [bucket, count] of from) into.set(bucket, (into.get(bucket) ?? 0) + count)
}

/** By nearest rank; null of no values. */
export function readPercentiles(sketch: Sketch): { p50: number; p95: number } | null {
  const buckets = [...sketch].sort(([a], [b]) => a - b)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  const at = (share: number) => {
    let left = Math.ceil(share * total)
    for (const [bucket, count] of buckets) {
      left -= count
      if (left <= 0) return middleOf(bucket)
    }
    return 0
  }
  return { p50: at(0.5), p95: at(0.95) }
}
