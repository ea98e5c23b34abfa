import type { AnsweredBy, Failover, Message, MessageState } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import type { ExecutionEvent, RouteTarget } from '../coordination/types'
import type { ChatMessage } from '../inference/protocol'
import type { AnsweredTurn } from './escalation-judge'

/** An answer as far as it is written. */
export interface Draft {
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
