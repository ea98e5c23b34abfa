import { useEffect, useState } from 'react'

/** Whole seconds since a monotonic time, refreshed each second; 0 in the first. */
export function useElapsedSeconds(startedAt: number): number {
  const read = () => Math.max(0, Math.floor((performance.now() - startedAt) / 1000))
  const [seconds, setSeconds] = useState(read)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `read` depends on startedAt alone
  useEffect(() => {
    setSeconds(read())
    const timer = setInterval(() => setSeconds(read()), 1_000)
    return () => clearInterval(timer)
  }, [startedAt])
  return seconds
}
