import { z } from 'zod'
import { complexityClass } from '../../../shared/entities'
import { slowdownOf } from './predict'
import type { Pace, PaceSample } from './types'

const duration = z.number().nonnegative().max(86_400_000)
const count = z.number().nonnegative().max(100_000_000)
const speed = z.number().positive().max(10_000_000)

/** One answer as it is kept. `at` is calendar time: it outlives a restart. */
export const seenAnswer = z.object({
  at: z.number().int().nonnegative(),
  /** With the model loaded; null where it was not, or nothing came. */
  ttftMs: duration.nullable(),
  loadMs: duration.nullable(),
  promptTokens: count,
  /** Already corrected for what ran beside it. */
  tokensPerSecond: speed.nullable(),
  answerTokens: count.nullable(),
  class: complexityClass,
})
export type SeenAnswer = z.infer<typeof seenAnswer>

/** The last ones tell; more would only make it slower to notice that a machine changed. */
export const mostSeen = 24

/** After so long an answer counts for half. */
const halfLifeMs = 7 * 24 * 3_600_000
const freshMs = 10 * 60_000
/** What is presumed counts as much as this part of one answer. */
const presumedWeight = 0.25
const leastToGoBy = 2
/** Prompts that differ by less tell nothing of how fast they were read. */
const leastDifference = 200
/** So many answers in a row, all off by this factor in one direction: it is another machine by now. */
const changedRun = 3
const changedFactor = 2
const leastForQuantile = 8

export function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  // Sorted without calling back: every answer takes a median of up to 276 slopes, twice.
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
}

const median = (values: readonly number[]) => quantile(values, 0.5)

/** For how many answers of this moment those seen count. */
export function weightOf(seen: readonly SeenAnswer[], wall: number): number {
  // A clock that was set back must not make old answers count for more than new ones.
  return seen.reduce((sum, { at }) => sum + 0.5 ** (Math.abs(wall - at) / halfLifeMs), 0)
}

/** Between what was seen and what is presumed, by their weights; in factors, since both are speeds or durations. */
function blend(seen: number | null, presumed: number, weight: number, doubt = presumedWeight): number {
  if (seen === null || weight === 0) return presumed
  const [least, most] = [1e-3, 1e9]
  const log = (value: number) => Math.log(Math.min(most, Math.max(least, value)))
  return Math.exp((log(seen) * weight + log(presumed) * doubt) / (weight + doubt))
}

const known = <T>(values: readonly (T | null)[]): T[] => values.filter(value => value !== null)

/** Milliseconds for each further token of the prompt, by pairs of answers; null when all prompts were about as long. */
function readingMs(points: readonly { tokens: number; ms: number }[]): number | null {
  const slopes: number[] = []
  let index = 0
  for (const a of points) {
    index += 1
    for (let other = index; other < points.length; other += 1) {
      const b = points[other]
      if (b === undefined) continue
      const tokens = b.tokens - a.tokens
      if (Math.abs(tokens) >= leastDifference) slopes.push((b.ms - a.ms) / tokens)
    }
  }
  const slope = median(slopes)
  // Whatever else slowed the short ones down: reading takes time.
  return slope === null || slope <= 0 ? null : slope
}

/** The time to the first token, in what each token of the prompt takes and the rest. */
function learnReading(seen: readonly SeenAnswer[], presumed: Pace, weight: number, doubt: number) {
  const points = seen.flatMap(({ ttftMs: ms, promptTokens: tokens }) => (ms === null ? [] : { tokens, ms }))
  if (points.length === 0) return { ttftMs: presumed.ttftMs, perToken: 1000 / presumed.promptTokensPerSecond }
  const quickest =
    median(points.map(({ tokens, ms }) => ms / Math.max(1, tokens))) ?? Number.POSITIVE_INFINITY
  const slope = readingMs(points)
  // Without prompts of several lengths no more can be told than that reading took no longer than the whole.
  const perToken =
    slope === null
      ? Math.min(1000 / presumed.promptTokensPerSecond, quickest / 2)
      : blend(slope, 1000 / presumed.promptTokensPerSecond, weight, doubt)
  const rest = median(points.map(({ tokens, ms }) => Math.max(1, ms - tokens * perToken)))
  return { ttftMs: blend(rest, presumed.ttftMs, weight, doubt), perToken }
}

/**
 * The pace that follows from the answers seen, oldest first, and from what is presumed while there are few of them.
 * @param doubt for how many answers what is presumed counts; 0: for none as soon as there is one
 */
export function learnPace(
  seen: readonly SeenAnswer[],
  presumed: Pace,
  wall: number,
  doubt = presumedWeight,
): Pace {
  const warm = seen.filter(({ ttftMs, tokensPerSecond }) => ttftMs !== null || tokensPerSecond !== null)
  const weight = weightOf(warm, wall)
  const { ttftMs, perToken } = learnReading(warm, presumed, weight, doubt)
  const loads = known(seen.map(({ loadMs }) => loadMs))
  const last = seen.at(-1)
  return {
    ttftMs,
    promptTokensPerSecond: Math.max(0.01, 1000 / Math.max(1e-6, perToken)),
    tokensPerSecond: blend(
      median(known(warm.map(({ tokensPerSecond }) => tokensPerSecond))),
      presumed.tokensPerSecond,
      weight,
      doubt,
    ),
    loadMs: blend(median(loads), presumed.loadMs, loads.length, doubt),
    answerTokens: presumed.answerTokens,
    samples: warm.length,
    isLearnt: weight >= leastToGoBy,
    isFresh: last !== undefined && Math.abs(wall - last.at) < freshMs,
  }
}

/** Milliseconds to the first token after a prompt of that length. */
export const firstTokenMs = ({ ttftMs, promptTokensPerSecond }: Pace, promptTokens: number): number =>
  ttftMs + (promptTokens * 1000) / promptTokensPerSecond

/** Milliseconds that nineteen of twenty first tokens there do not exceed after a prompt of that length. */
export type SlowFirstToken = (promptTokens: number) => number

/** Null while too few were seen. */
export function slowFirstToken(seen: readonly SeenAnswer[], pace: Pace): SlowFirstToken | null {
  const factors = seen.flatMap(({ ttftMs, promptTokens }) =>
    ttftMs === null ? [] : ttftMs / Math.max(1, firstTokenMs(pace, promptTokens)),
  )
  if (factors.length < leastForQuantile) return null
  const factor = quantile(factors, 0.95)
  return factor === null ? null : promptTokens => factor * firstTokenMs(pace, promptTokens)
}

const isOff = (values: readonly number[], usual: number): boolean =>
  values.length === changedRun &&
  (values.every(value => value > usual * changedFactor) ||
    values.every(value => value * changedFactor < usual))

/** Another machine, or the same with another load of its own: what was seen before says nothing any more. */
function hasChanged(seen: readonly SeenAnswer[]): boolean {
  const [old, latest] = [seen.slice(0, -changedRun), seen.slice(-changedRun)]
  const speeds = (answers: readonly SeenAnswer[]) => known(answers.map(answer => answer.tokensPerSecond))
  const usual = median(speeds(old))
  return usual !== null && isOff(speeds(latest), usual)
}

/** One more answer, with as many of the earlier ones as still tell something. */
export function withAnswer(
  seen: readonly SeenAnswer[],
  sample: PaceSample,
  pace: Pace,
  wall: number,
): SeenAnswer[] {
  const { ttftMs, promptTokens, tokensPerSecond, wasCold, load } = sample
  const readMs = firstTokenMs(pace, promptTokens)
  const bounded = (value: number | null, most: number) =>
    value === null || !Number.isFinite(value) || value < 0 ? null : Math.min(value, most)
  const answer: SeenAnswer = {
    at: Math.max(0, Math.round(wall)),
    ttftMs: wasCold ? null : bounded(ttftMs, 86_400_000),
    // Beside others it may have come when the model was nearly loaded, or have waited for another to leave.
    loadMs:
      wasCold && ttftMs !== null && load === 0 ? bounded(Math.max(0, ttftMs - readMs), 86_400_000) : null,
    promptTokens: bounded(promptTokens, 100_000_000) ?? 0,
    tokensPerSecond: bounded(tokensPerSecond, 5_000_000 / slowdownOf(load)) || null,
    answerTokens: bounded(sample.answerTokens, 100_000_000),
    class: sample.class,
  }
  if (answer.tokensPerSecond !== null) answer.tokensPerSecond *= slowdownOf(load)
  const all = [...seen, answer].slice(-mostSeen)
  return hasChanged(all) ? all.slice(-changedRun) : all
}
