import type { PredictedTime } from '../../shared/entities'

/** The parts of an answer's time, in the order they happen. */
export type TimingKind = 'queue' | 'load' | 'read' | 'write'

export interface TimingPhase {
  kind: TimingKind
  ms: number
}

/** What was measured of one answer; absent or null where nobody knows. */
export interface MeasuredTime {
  queuedMs?: number | undefined
  loadMs?: number | undefined
  /** From the request to the first token, the wait and the load included. */
  ttftMs: number | null
  durationMs: number
}

/** An answer's time in its parts, without those that took none; empty when not even the first token is known. */
export function measuredPhases({
  queuedMs = 0,
  loadMs = 0,
  ttftMs,
  durationMs,
}: MeasuredTime): TimingPhase[] {
  if (ttftMs === null) return []
  const queue = Math.min(queuedMs, ttftMs)
  const load = Math.min(loadMs, ttftMs - queue)
  return withoutNothing([
    { kind: 'queue', ms: queue },
    { kind: 'load', ms: load },
    { kind: 'read', ms: ttftMs - queue - load },
    { kind: 'write', ms: Math.max(0, durationMs - ttftMs) },
  ])
}

export const predictedPhases = ({ waitMs, loadMs, promptMs, writeMs }: PredictedTime): TimingPhase[] =>
  withoutNothing([
    { kind: 'queue', ms: waitMs },
    { kind: 'load', ms: loadMs },
    { kind: 'read', ms: promptMs },
    { kind: 'write', ms: writeMs },
  ])

export const totalOf = (phases: readonly TimingPhase[]): number => phases.reduce((sum, { ms }) => sum + ms, 0)

/** Parts below a millisecond are noise of the clock. */
const withoutNothing = (phases: TimingPhase[]) => phases.filter(({ ms }) => ms >= 1)
