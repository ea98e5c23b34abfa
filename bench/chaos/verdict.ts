import { oracleText } from '../../src/core/simulation/oracle-text'
import { percentile } from '../measure'
import type { ApiOutcome } from './clients/api'
import type { WindowOutcome } from './clients/windows'

/**
 * promise: the run fails when it is not kept; pace: so does it, but a busy machine breaks it as well, so that a suite which
 * runs beside others does not ask for it; figure: told, with the bar it should meet.
 */
export interface Figure {
  what: string
  value: number
  unit: string
  kind: 'promise' | 'pace' | 'figure'
  /** Null where it is only told. */
  bar: { most: number } | { least: number } | null
  /** What the first of them said. */
  examples?: readonly string[]
}

export const told = (what: string, value: number, unit = ''): Figure => ({
  what,
  value,
  unit,
  kind: 'figure',
  bar: null,
})
export const figure = (what: string, value: number, unit: string, bar: Figure['bar']): Figure => ({
  what,
  value,
  unit,
  kind: 'figure',
  bar,
})
export const promise = (what: string, value: number, unit: string, bar: Figure['bar']): Figure => ({
  what,
  value,
  unit,
  kind: 'promise',
  bar,
})
export const pace = (what: string, value: number, unit: string, bar: Figure['bar']): Figure => ({
  ...promise(what, value, unit, bar),
  kind: 'pace',
})
const examplesShown = 3

/** Must not happen even once. */
export const never = (what: string, value: number, examples: readonly string[] = []): Figure => ({
  ...promise(what, value, '', { most: 0 }),
  ...(examples.length === 0 ? {} : { examples: [...new Set(examples)].slice(0, examplesShown) }),
})

/** Counts those that `isBad`, and quotes what the first of them say. */
export function neverAny<T extends { prompt: string; problem: string | null }>(
  what: string,
  outcomes: readonly T[],
  isBad: (outcome: T) => boolean,
): Figure {
  const bad = outcomes.filter(isBad)
  return never(
    what,
    bad.length,
    bad.map(({ prompt, problem }) => `${prompt}: ${problem ?? 'says nothing of a problem'}`),
  )
}

export function isMet({ value, bar }: Figure): boolean {
  if (bar === null) return true
  return 'most' in bar ? value <= bar.most : value >= bar.least
}

export const quantile = (values: readonly number[], share: number): number =>
  values.length === 0 ? 0 : percentile(values, share)

/** A message as the database has it. */
export interface StoredAnswer {
  id: string
  content: string
  state: string
  /** Answers to the same question. */
  siblings: number
}

const isPart = (text: string, prompt: string): boolean => {
  const whole = oracleText(prompt)
  return text !== whole && whole.startsWith(text)
}

/** What became of answers in windows, beside what is in the database afterwards. */
export function judgeWindows(
  outcomes: readonly WindowOutcome[],
  stored: ReadonlyMap<string, StoredAnswer>,
): Figure[] {
  const count = (is: (outcome: WindowOutcome) => boolean) => outcomes.filter(is).length
  const complete = (outcome: WindowOutcome) => outcome.state === 'complete'
  const inDatabase = ({ messageId }: WindowOutcome) => stored.get(messageId)
  return [
    told('accepted', outcomes.length),
    told('complete', count(complete)),
    told(
      'reloads of a window in mid-answer',
      outcomes.reduce((sum, { reloads }) => sum + reloads, 0),
    ),
    neverAny('lost: without an end', outcomes, ({ state }) => state === null),
    neverAny('failed', outcomes, ({ state }) => state !== null && state !== 'complete'),
    never(
      'truncated but called complete',
      count(o => complete(o) && isPart(o.stored ?? '', o.prompt)),
    ),
    never(
      'wrong text',
      count(o => complete(o) && o.stored !== oracleText(o.prompt) && !isPart(o.stored ?? '', o.prompt)),
    ),
    never(
      'shown text is not the stored one',
      count(o => complete(o) && o.shown !== o.stored),
    ),
    never(
      'duplicated: a second answer or end',
      count(o => o.afterEnd > 0 || (inDatabase(o)?.siblings ?? 1) !== 1),
    ),
    never(
      'database says something else',
      count(
        o => o.state !== null && (inDatabase(o)?.content !== o.stored || inDatabase(o)?.state !== o.state),
      ),
    ),
    never(
      'events lost, repeated or changed',
      outcomes.reduce((sum, { disorder }) => sum + disorder, 0),
    ),
  ]
}

/** What became of answers over the HTTP API. */
export function judgeApi(outcomes: readonly ApiOutcome[]): Figure[] {
  const count = (is: (outcome: ApiOutcome) => boolean) => outcomes.filter(is).length
  const done = ({ end }: ApiOutcome) => end === 'done'
  return [
    told(
      'accepted',
      count(({ status }) => status === 200),
    ),
    told('complete', count(done)),
    told(
      'ended with an error',
      count(({ end }) => end === 'error'),
    ),
    told(
      'refused',
      count(({ end }) => end === 'refused'),
    ),
    neverAny('lost: without an end', outcomes, ({ end }) => end === 'left'),
    neverAny('cut off without a word', outcomes, ({ end }) => end === 'cut'),
    never(
      'error and mark of success in one',
      count(({ contradicts }) => contradicts),
    ),
    never(
      'truncated but called complete',
      count(o => done(o) && isPart(o.text, o.prompt)),
    ),
    never(
      'wrong text',
      count(
        o =>
          (done(o) ? o.text !== oracleText(o.prompt) : !oracleText(o.prompt).startsWith(o.text)) &&
          !(done(o) && isPart(o.text, o.prompt)),
      ),
    ),
  ]
}

/** Milliseconds from the death of the node to the first text of its successor, one for each answer that was cut. */
export function gapsOf(outcomes: readonly WindowOutcome[], deaths: ReadonlyMap<string, number>): number[] {
  return outcomes.flatMap(({ failovers, firstAt }) => {
    const cut = failovers.findLast(({ stage, node }) => stage === 'mid_answer' && deaths.has(node))
    const diedAt = cut === undefined ? undefined : deaths.get(cut.node)
    if (diedAt === undefined) return []
    // What the dead node had said may be shown after its death; only a later epoch is its successor's.
    const nextAt = [...firstAt].find(([epoch, at]) => epoch > 0 && at > diedAt)?.[1]
    return nextAt === undefined ? [] : [nextAt - diedAt]
  })
}
