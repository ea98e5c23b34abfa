import type { Message, RunStep, ToolCallRecord } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import type { AnswerState } from './answer-state'

/** The thoughts to show while an answer is written. One that led to calls is shown with them, no longer as the answer. */
export function liveSteps(state: AnswerState): readonly RunStep[] {
  if (state.calls.length === 0) return state.steps
  const current: RunStep = {
    purpose: state.purpose ?? 'plan',
    text: state.text,
    ...(state.reasoning === '' ? {} : { reasoning: state.reasoning }),
    ...(state.answeredBy === null ? {} : { answeredBy: state.answeredBy }),
    calls: [...state.calls],
  }
  return [...state.steps, current]
}

/** A thought that said nothing and did nothing, such as one that had to be asked again. */
export const isEmptyStep = ({ text, reasoning, calls }: RunStep): boolean =>
  text.trim() === '' && (reasoning ?? '') === '' && calls.length === 0

const isOpenCall = ({ state }: ToolCallRecord) =>
  state === 'waiting' || state === 'running' || state === 'unknown'

/** So many rows are calm enough to stay. */
const mostShown = 2

/** Whether the way to an answer is folded away: it is there, whole, and the way was long. Nothing that is undecided is folded. */
export function isFoldedAway(steps: readonly RunStep[], message: Message, running: boolean): boolean {
  if (running || message.state !== 'complete' || message.content === '') return false
  const calls = steps.flatMap(step => step.calls)
  if (calls.some(isOpenCall)) return false
  return calls.length > mostShown || steps.length > mostShown
}

/** What to know before a question is asked once more; undefined: nothing beyond the usual. */
export function retryHint({ steps = [] }: Message, t: Translate): string | undefined {
  const undecided = steps.some(({ calls }) => calls.some(({ state }) => state === 'unknown'))
  return undecided ? t('chat.run.retryHint') : undefined
}

const outcomes = ['failed', 'denied', 'refused', 'cancelled', 'unknown'] as const

/** "5 steps, 7 calls", and what did not go well. */
export function runSummary(
  steps: readonly RunStep[],
  t: Translate,
): { text: string; exceptions: string | null } {
  const calls = steps.flatMap(step => step.calls)
  const exceptions = outcomes.flatMap(state => {
    const count = calls.filter(call => call.state === state).length
    return count === 0 ? [] : t(`chat.run.${state}`, { count })
  })
  return {
    text: t('chat.run.summary', {
      steps: t('chat.run.stepCount', { count: steps.length }),
      calls: t('chat.run.callCount', { count: calls.length }),
    }),
    exceptions: exceptions.length === 0 ? null : exceptions.join(', '),
  }
}

/** The call that holds the run up now: one that waits before one that runs; null when the model is at work. */
export function activeCall(calls: readonly ToolCallRecord[]): ToolCallRecord | null {
  return (
    calls.find(({ state }) => state === 'waiting') ?? calls.find(({ state }) => state === 'running') ?? null
  )
}
