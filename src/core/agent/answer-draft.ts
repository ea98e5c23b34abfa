import type { AnsweredBy, Failover, Message, MessageState, RunStep } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { ExecutionEvent, RouteTarget } from '../coordination/types'
import type { ChatMessage } from '../inference/protocol'
import type { AnsweredTurn } from './escalation-judge'
import type { RunOutcome } from './run/types'

/** An answer as far as it is written. Text, node and failovers are those of the thought that is being written. */
export interface Draft {
  /** Of a run: which thought it is; null before the first, and where there is no run. */
  step: number | null
  /** The thoughts before it, as they were last recorded. */
  steps: readonly RunStep[]
  content: string
  reasoning: string
  answeredBy: AnsweredBy | null
  /** By the order of the failovers: how much there was where the next node went on. */
  kept: (number | null)[]
  /** A node died in mid-answer: its text stands until the next node says something, then it is replaced. */
  superseded: boolean
  /** Of tools that nobody offered. */
  toolCalls: number
}

const nothingSaid = { content: '', reasoning: '', superseded: false, toolCalls: 0 }

export const newDraft = (): Draft => ({ ...nothingSaid, step: null, steps: [], answeredBy: null, kept: [] })

/** What was said gives way: to another attempt, or to the calls it led to. */
export const clearDraft = (draft: Draft): void => void Object.assign(draft, nothingSaid)

/** Another thought begins. */
export const beginThought = (draft: Draft, step: number): void =>
  void Object.assign(draft, nothingSaid, { step, answeredBy: null, kept: [] })

/** What is left where something inside harombe went wrong: a call that had begun may have had its effect. */
export function brokenOff({ steps }: Draft): RunOutcome {
  const left = steps.map(step => ({
    ...step,
    calls: step.calls.map(call => (call.state === 'running' ? { ...call, state: 'unknown' as const } : call)),
  }))
  return { steps: left, limit: null, sources: [] }
}

function stateAfterFailure(error: HarombeError, stopping: boolean): MessageState {
  if (error.code !== 'CANCELLED') return 'failed'
  return stopping ? 'interrupted' : 'cancelled'
}

export const withKept =
  ({ kept }: Draft) =>
  (failover: Failover, index: number): Failover => {
    const keptCharacters = kept[index] ?? null
    return keptCharacters === null ? failover : { ...failover, keptCharacters }
  }

/** The answer as it is stored once it ended. */
export function finalMessage(
  answer: Message,
  draft: Draft,
  event: ExecutionEvent & { type: 'finished' | 'failed' },
  { steps, limit, sources }: RunOutcome,
  stopping: boolean,
): Message {
  const { metrics, route } = event
  const answeredBy = event.answeredBy ?? (draft.content === '' ? null : draft.answeredBy)
  const failed = event.type === 'failed'
  const state = failed ? stateAfterFailure(event.error, stopping) : 'complete'
  return {
    ...answer,
    content: draft.content,
    ...(draft.reasoning === '' ? {} : { reasoning: draft.reasoning }),
    state,
    ...(route === null ? {} : { route }),
    ...(answeredBy === null ? {} : { answeredBy }),
    ...(metrics === null ? {} : { metrics }),
    ...(event.failovers.length === 0 ? {} : { failovers: event.failovers.map(withKept(draft)) }),
    ...(steps.length === 0 ? {} : { steps }),
    ...(limit === null ? {} : { limit }),
    ...(sources.length === 0 ? {} : { sources }),
    ...(failed && state === 'failed' ? { error: event.error.toShape() } : {}),
  }
}

/** The turn it answered. */
export function turnOf(
  { conversationId, escalatedFrom }: Message,
  { content, reasoning, toolCalls }: Draft,
  end: ExecutionEvent & { type: 'finished' },
  messages: readonly ChatMessage[],
  target: RouteTarget,
): AnsweredTurn {
  const isEscalation = escalatedFrom !== undefined
  const hasReasoned = reasoning !== ''
  return {
    messages,
    content,
    hasReasoned,
    toolCalls,
    target,
    isEscalation,
    conversation: conversationId,
    end,
  }
}
