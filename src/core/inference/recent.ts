export interface Recent<T> {
  /** What was answered last, unless that is too long ago: then it is asked for anew. @throws what asking throws */
  read(signal: AbortSignal): Promise<T>
  /** Asked for anew in any case. @throws the same */
  refresh(signal: AbortSignal): Promise<T>
}

/** Remembers an answer for `maxAgeMs`, so that a thousand questions in a row do not fetch one list a thousand times. */
export function createRecent<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  maxAgeMs: number,
  now: () => number = () => performance.now(),
): Recent<T> {
  let kept: { value: T; at: number } | null = null
  async function refresh(signal: AbortSignal): Promise<T> {
    const value = await ask(signal)
    kept = { value, at: now() }
    return value
  }
  return {
    refresh,
    async read(signal) {
      return kept !== null && now() - kept.at <= maxAgeMs ? kept.value : await refresh(signal)
    },
  }
}
