/** How far back the rate looks: long enough to be calm, short enough to notice a link that slowed down. */
const windowMs = 5_000
/** Less than this says nothing yet. */
const leastMs = 500

export interface TransferRate {
  /** Bytes had by a moment of the monotonic clock. Fewer than before, a new layer or a fresh start, begins anew. */
  add(atMs: number, bytes: number): void
  /** Over the last few seconds; null before there is enough to tell. */
  bytesPerSecond(): number | null
}

export function createTransferRate(): TransferRate {
  let samples: { atMs: number; bytes: number }[] = []
  return {
    add(atMs, bytes) {
      const last = samples.at(-1)
      if (last !== undefined && bytes < last.bytes) samples = []
      // Hundreds of progress lines a second would fill the window with what a few of them say as well.
      if (last !== undefined && atMs - last.atMs < 100 && samples.length > 1) samples.pop()
      samples.push({ atMs, bytes })
      // One sample from before the window stays, so that the window is spanned.
      while (samples.length > 2 && (samples[1]?.atMs ?? atMs) <= atMs - windowMs) samples.shift()
    },
    bytesPerSecond() {
      const first = samples[0]
      const last = samples.at(-1)
      if (first === undefined || last === undefined || last.atMs - first.atMs < leastMs) return null
      return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs)
    },
  }
}
