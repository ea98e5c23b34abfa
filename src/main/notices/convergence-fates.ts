import type { Convergence } from '../../shared/entities'

/** Drift that is gone sooner was a restart, or a model somebody loads. */
export const driftAfterMs = 120_000
/** An apply that is shorter is over before anybody looked away. */
export const longApplyMs = 15_000

/** What is known of drift and applies; monotonic milliseconds. */
export interface ConvergenceFate {
  /** By message: since when, and whether it was told. */
  drift: ReadonlyMap<string, { since: number; isTold: boolean }>
  applyingSince: number | null
}

export const noConvergenceFate: ConvergenceFate = { drift: new Map(), applyingSince: null }

export interface ConvergenceNews {
  fate: ConvergenceFate
  /** Drift to be told of now, one English sentence each. */
  drift: string[]
  /** An apply that took long has ended. */
  applied: 'done' | 'failed' | null
  /** When to look again even if nothing changes; null: not before something does. */
  nextAt: number | null
}

/** What of drift and applies is worth a word: drift once it stayed, each only once; an apply that took long when it ends. */
export function settleConvergence(
  before: ConvergenceFate,
  { state, drift }: Pick<Convergence, 'state' | 'drift'>,
  now: number,
): ConvergenceNews {
  const known = new Map<string, { since: number; isTold: boolean }>()
  const told: string[] = []
  let nextAt: number | null = null
  for (const { message } of drift) {
    const { since, isTold } = before.drift.get(message) ?? { since: now, isTold: false }
    const isDue = now >= since + driftAfterMs
    // While harombe puts things right they are no news.
    const isNews = isDue && !isTold && state !== 'applying'
    if (isNews) told.push(message)
    else if (!isTold && !isDue) nextAt = Math.min(nextAt ?? Infinity, since + driftAfterMs)
    known.set(message, { since, isTold: isTold || isNews })
  }
  const { applyingSince } = before
  const isOver = applyingSince !== null && state !== 'applying'
  const wasLong = isOver && now - applyingSince >= longApplyMs
  return {
    fate: { drift: known, applyingSince: state === 'applying' ? (applyingSince ?? now) : null },
    drift: told,
    applied: wasLong ? (state === 'converged' ? 'done' : 'failed') : null,
    nextAt,
  }
}
