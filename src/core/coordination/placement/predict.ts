import type { ComplexityClass, PredictedTime } from '../../../shared/entities'
import type { Pace } from './types'

/** What the time of one request on one node follows from. */
export interface Expectation {
  pace: Pace
  /** Null while nobody can tell. */
  waitMs: number | null
  activeRequests: number
  slots: number
  /** Null when the server does not tell. */
  isLoaded: boolean | null
  /** Another model would have to leave memory for it. */
  evicts: boolean
  promptTokens: number
  /** Of these, the ones it need not read again. */
  cachedTokens: number
  class: ComplexityClass
  /** Most tokens the answer may have; 0 for no bound. */
  maxTokens: number
}

/** A server with all its slots busy writes each of its answers about half as fast as one alone. */
export const slowdownOf = (load: number): number => 1 + load

/** Unlike an empty one, a cached beginning is not for nothing: it is looked up, and the last of it is read again. */
const leastRead = 1

/** How long until a request would be done there. Pure. */
export function predictTime(expected: Expectation): PredictedTime {
  const { pace, activeRequests, slots, isLoaded, promptTokens, cachedTokens, maxTokens } = expected
  const tooMany = activeRequests + 1 - slots
  const slowdown = slowdownOf(Math.min(activeRequests, slots - 1) / slots)
  const keepsCache = isLoaded !== false
  const read = Math.max(leastRead, promptTokens - (keepsCache ? cachedTokens : 0))
  const usual = pace.answerTokens[expected.class]
  const written = maxTokens > 0 ? Math.min(maxTokens, usual) : usual
  const promptMs = pace.ttftMs + (read * 1000 * slowdown) / pace.promptTokensPerSecond
  const writeMs = (written * 1000 * slowdown) / pace.tokensPerSecond
  // The one that is evicted has to be loaded again for whoever wants it next.
  const loadMs = isLoaded === false ? pace.loadMs * (expected.evicts ? 2 : 1) : 0
  // Of requests nobody knows anything about, the next to end is half done on average.
  const waitMs = tooMany <= 0 ? 0 : (expected.waitMs ?? ((promptMs + writeMs) * (tooMany - 0.5)) / slots)
  return { waitMs, loadMs, promptMs, writeMs, isLearnt: pace.isLearnt }
}

/** Milliseconds in all. */
export const totalOf = ({ waitMs, loadMs, promptMs, writeMs }: PredictedTime): number =>
  waitMs + loadMs + promptMs + writeMs
