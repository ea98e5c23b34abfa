import type { TokenConfidence } from '../../inference/protocol'
import type { Signal } from './types'

/** Fewer tokens than these are judged more carefully: in three words one rare name is all there is. */
const shortAnswer = 16
const leastTokens = 3

/** Linear from 0 at `from` to 1 at `to`, and no further. */
const ramp = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)))

/**
 * How improbable a model found its own words. The bounds are presumed, not measured: usual answers of instruct models lie at
 * a mean of -0.2 to -0.5, stories at higher temperatures at -0.8.
 */
export function improbable({ tokens, sum, low, minimum }: TokenConfidence): Signal | null {
  if (tokens < leastTokens) return null
  const mean = sum / tokens
  const isShort = tokens < shortAnswer
  const doubt = isShort
    ? 0.4 * Math.min(ramp(-mean, 1, 1.6), ramp(-minimum, 2.5, 4))
    : 0.6 * Math.max(ramp(-mean, 0.8, 1.6), ramp(low / tokens, 0.2, 0.4))
  // A weak sign of a weak cause is no sign.
  return doubt < 0.1
    ? null
    : { kind: 'improbable', weight: doubt, words: 'the model was not sure of its words' }
}
