import type { Clock } from '../../../shared/clock'
import { HarombeError } from '../../../shared/errors'
import type { Asked, createAskStep, Withheld } from './ask-step'
import type { RunBudget } from './run-budget'
import type { Thought } from './thought'
import type { RunEvent, Work } from './types'

export interface Timely extends Asked {
  /** The time was up before it ended. `finished`: what it had said by then is the answer. */
  isCut: boolean
}

/** For the answer without tools, once the time is up: a quarter of what the run had, and never less than a minute. */
const lastWordShare = 0.25
const leastLastWordMs = 60_000
/** Shorter than this is a word before a call, and not the answer. */
const leastAnswer = 200

const over = () => new HarombeError('CANCELLED', 'The time of this run is used up.')

/** Cut off while it said the answer: as far as that came it is one. Else as it is, with what is to be said where nothing came of it. */
function endOf(thought: Thought, isLast: boolean): Thought['end'] {
  const { end, text } = thought
  if (end.type === 'finished') return end
  const { route, answeredBy, metrics, failovers } = end
  const isAnswer = text.trim().length >= (isLast ? 1 : leastAnswer)
  if (isAnswer && route !== null && answeredBy !== null && metrics !== null) {
    const usage = { promptTokens: metrics.promptTokens, completionTokens: metrics.tokens }
    return { type: 'finished', reason: 'length', usage, route, answeredBy, metrics, failovers }
  }
  if (!isLast) return end
  return {
    ...end,
    error: new HarombeError('TIMEOUT', 'The time of this run was used up before there was an answer.'),
  }
}

/**
 * Asks for a thought, and ends it when the time is up. What nobody called a tool for is an answer like any other: while it is being
 * written, it is let be.
 */
export async function* askInTime(
  ask: ReturnType<typeof createAskStep>,
  work: Work,
  withheld: Withheld | null,
  { budget, clock }: { budget: RunBudget; clock: Pick<Clock, 'after'> },
): AsyncGenerator<RunEvent, Timely> {
  const ending = new AbortController()
  const isLast = withheld !== null
  const { maxSeconds } = work.request.limits
  const cancel = isLast
    ? clock.after(Math.max(leastLastWordMs, maxSeconds * 1000 * lastWordShare), () => ending.abort(over()))
    : budget.whenTimeIsUp(() => {
        if (work.steps.length > 0 || !work.isSpeaking) ending.abort(over())
      })
  try {
    const asked = yield* ask(work, withheld, AbortSignal.any([work.signal, ending.signal]))
    const { thought } = asked
    // It may have come to its end in the same moment.
    const isCut = ending.signal.aborted && !work.signal.aborted && thought.end.type === 'failed'
    return isCut
      ? { ...asked, isCut, thought: { ...thought, end: endOf(thought, isLast) } }
      : { ...asked, isCut }
  } finally {
    cancel()
  }
}
