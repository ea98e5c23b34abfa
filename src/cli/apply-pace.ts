/** How long ago the pace is measured from, ms: long enough for a figure that stands still to be read. */
const windowMs = 10_000
/** Below this, a pace is a guess. */
const leastMs = 1_000

interface Sample {
  at: number
  completed: number
}

/** Remembers how far downloads were. `monotonic`: ms. */
export function createPace(monotonic: () => number) {
  const samples = new Map<string, Sample[]>()
  return {
    /** Per second over the last seconds; null while nobody can tell. */
    note(id: string, completed: number): number | null {
      const at = monotonic()
      const kept = (samples.get(id) ?? []).filter(sample => at - sample.at <= windowMs)
      samples.set(id, [...kept, { at, completed }])
      const first = kept[0]
      if (first === undefined || at - first.at < leastMs || completed <= first.completed) return null
      return ((completed - first.completed) * 1000) / (at - first.at)
    },
  }
}
