import type { RequestFigures } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'
import { addValue, mergeSketch, readPercentiles, type Sketch } from './sketch'

/** What statistics need of a record. */
export type Counted = Pick<
  RequestRecord,
  | 'startedAt'
  | 'outcome'
  | 'class'
  | 'wantedTier'
  | 'forced'
  | 'node'
  | 'tier'
  | 'model'
  | 'queuedMs'
  | 'ttftMs'
  | 'durationMs'
  | 'promptTokens'
  | 'tokens'
  | 'spentTokens'
  | 'tokensPerSecond'
> & { failoverCount: number }

const counters = [
  'requests',
  'answers',
  'failures',
  'cancelled',
  'rejected',
  'failovers',
  'fallbacks',
  'promptTokens',
  'tokens',
  'spentTokens',
  'simple',
  'simpleOnTier0',
] as const
const sketches = ['ttftMs', 'durationMs', 'tokensPerSecond', 'queuedMs'] as const

/** Sums of some requests, which can be added to those of others. */
export type Tally = Record<(typeof counters)[number], number> & Record<(typeof sketches)[number], Sketch>

export const createTally = (): Tally => ({
  requests: 0,
  answers: 0,
  failures: 0,
  cancelled: 0,
  rejected: 0,
  failovers: 0,
  fallbacks: 0,
  promptTokens: 0,
  tokens: 0,
  spentTokens: 0,
  simple: 0,
  simpleOnTier0: 0,
  ttftMs: new Map(),
  durationMs: new Map(),
  tokensPerSecond: new Map(),
  queuedMs: new Map(),
})

const outcomes = {
  complete: 'answers',
  failed: 'failures',
  cancelled: 'cancelled',
  rejected: 'rejected',
} as const satisfies Record<RequestRecord['outcome'], keyof Tally>

export function addToTally(tally: Tally, record: Counted): void {
  const isAnswer = record.outcome === 'complete'
  tally.requests += 1
  tally[outcomes[record.outcome]] += 1
  tally.failovers += record.failoverCount
  tally.promptTokens += record.promptTokens ?? 0
  tally.tokens += record.tokens
  tally.spentTokens += record.spentTokens
  if (isAnswer && record.wantedTier !== null && record.tier !== null && record.tier !== record.wantedTier)
    tally.fallbacks += 1
  if (isAnswer && record.class === 'simple' && record.forced === 'none') {
    tally.simple += 1
    if (record.tier === 0) tally.simpleOnTier0 += 1
  }
  addValue(tally.queuedMs, record.queuedMs)
  if (record.ttftMs !== null) addValue(tally.ttftMs, record.ttftMs)
  if (record.tokensPerSecond !== null) addValue(tally.tokensPerSecond, record.tokensPerSecond)
  // How long a refusal took says nothing of how long answers take.
  if (isAnswer) addValue(tally.durationMs, record.durationMs)
}

export function mergeTally(into: Tally, from: Tally): void {
  for (const counter of counters) into[counter] += from[counter]
  for (const sketch of sketches) mergeSketch(into[sketch], from[sketch])
}

export function figuresOf({ simple: _simple, simpleOnTier0: _onTier0, ...tally }: Tally): RequestFigures {
  return {
    ...tally,
    ttftMs: readPercentiles(tally.ttftMs),
    durationMs: readPercentiles(tally.durationMs),
    tokensPerSecond: readPercentiles(tally.tokensPerSecond),
    queuedMs: readPercentiles(tally.queuedMs),
  }
}
