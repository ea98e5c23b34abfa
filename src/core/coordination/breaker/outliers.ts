import type { Fault } from './breaker'
import type { Pulse } from './pulse'
import type { AnswerSigns } from './types'

/** This much slower than the median of its equals is more than a difference between machines of one tier. */
const slowFactor = 5
/** Differences below this nobody notices, whatever the factor. */
const leastDelayMs = 100
/** Its success rate is lower than that of its equals by more than this. */
const successGap = 0.3

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null).sort((a, b) => a - b)
  return known[known.length >> 1] ?? null
}

const times = (factor: number) => `${Math.round(factor)} times`

function slowness(
  ttftMs: number | null,
  tokensPerSecond: number | null,
  equals: readonly Pulse[],
): Fault | null {
  const usualTtft = median(equals.map(pulse => pulse.ttftMs))
  if (
    ttftMs !== null &&
    usualTtft !== null &&
    ttftMs > usualTtft * slowFactor &&
    ttftMs - usualTtft > leastDelayMs
  ) {
    const factor = usualTtft === 0 ? '' : `, ${times(ttftMs / usualTtft)} as long as its equals`
    return { kind: 'slow', reason: `It takes ${Math.round(ttftMs)} ms to begin an answer${factor}.` }
  }
  const usualSpeed = median(equals.map(pulse => pulse.tokensPerSecond))
  if (tokensPerSecond !== null && usualSpeed !== null && tokensPerSecond * slowFactor < usualSpeed) {
    const factor = tokensPerSecond === 0 ? 'Many times' : times(usualSpeed / tokensPerSecond)
    return { kind: 'slow', reason: `It writes ${factor.toLowerCase()} as slowly as its equals.` }
  }
  return null
}

/**
 * What sets a node apart from its equals (other nodes of its tier that have the model) so far that it is better left out
 * for a while; null when nothing does. Without equals nothing can.
 */
export function findOutlier(own: Pulse, equals: readonly Pulse[]): Fault | null {
  const slow = slowness(own.ttftMs, own.tokensPerSecond, equals)
  if (slow !== null) return slow
  const usual = median(equals.map(({ successRate }) => successRate))
  if (own.successRate === null || usual === null || usual - own.successRate <= successGap) return null
  const failed = Math.round((1 - own.successRate) * 100)
  return { kind: 'failed', reason: `${failed} % of its requests failed lately, far more than its equals'.` }
}

/** Whether one answer of a node that was left out for being slow is slow still. */
export const isStillSlow = (
  { ttftMs, tokensPerSecond }: Pick<AnswerSigns, 'ttftMs' | 'tokensPerSecond'>,
  equals: readonly Pulse[],
): Fault | null => slowness(ttftMs ?? null, tokensPerSecond ?? null, equals)
