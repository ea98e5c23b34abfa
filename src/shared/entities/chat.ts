import { z } from 'zod'
import { errorShape } from '../errors'
import { runLimit, runStep, source, toolCallRecord } from './agent'
import { identifier, tier, timestamp } from './common'
import { attachment, conversationSettings } from './memory'
import { agentStep, answeredBy, answerMetrics, failover, routeDecision } from './route'

export const messageState = z.enum(['streaming', 'complete', 'failed', 'cancelled', 'interrupted'])
export type MessageState = z.infer<typeof messageState>

export const rating = z.enum(['up', 'down'])
export type Rating = z.infer<typeof rating>

/** A small node's answer seems to fall short: a larger one is offered, or was asked at once. */
export const escalation = z.object({
  /**
   * made: `answerId` is the larger node's answer, a sibling of this one. offered with an `answerId`: that one was begun by
   * itself and failed.
   */
  state: z.enum(['offered', 'made']),
  /** Where to. */
  tier: tier,
  /** What was seen in the answer, strongest first, in words a person understands. */
  reasons: z.array(z.string()),
  answerId: identifier.optional(),
})
export type Escalation = z.infer<typeof escalation>

export const message = z.object({
  id: identifier,
  conversationId: identifier,
  /** The message this one answers or follows; null for the first. Siblings share a parent. */
  parentId: identifier.nullable(),
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
  reasoning: z.string().optional(),
  state: messageState,
  createdAt: timestamp,
  route: routeDecision.optional(),
  answeredBy: answeredBy.optional(),
  metrics: answerMetrics.optional(),
  failovers: z.array(failover).optional(),
  error: errorShape.optional(),
  /** What the user thinks of this answer. */
  rating: rating.optional(),
  escalation: escalation.optional(),
  /** The answer of a smaller node that this one was made to better, by itself or because the user took the offer. */
  escalatedFrom: identifier.optional(),
  /** Thoughts that led to tool calls, in order; `content` is what came after them. */
  steps: z.array(runStep).optional(),
  /** The budget that ended the run. */
  limit: runLimit.optional(),
  /** What was looked up for this answer, or found by its tools. */
  sources: z.array(source).optional(),
  /** Given with a question. */
  attachments: z.array(attachment).optional(),
})
export type Message = z.infer<typeof message>

export const conversation = z.object({
  id: identifier,
  title: z.string().max(200),
  createdAt: timestamp,
  updatedAt: timestamp,
  /** The leaf of the branch that is shown. */
  activeLeafId: identifier.nullable(),
  /** Absent in what earlier versions sent: none, not pinned. */
  folderId: identifier.nullable().optional(),
  pinned: z.boolean().optional(),
  /** words: the beginning of the first question; a title made by the user is never replaced. */
  titleBy: z.enum(['words', 'model', 'user']).optional(),
  settings: conversationSettings.optional(),
})
export type Conversation = z.infer<typeof conversation>

/**
 * What a waiting user is told. Order: routing → (queued | waiting | waking) → connecting → loading → reading → writing.
 * queued: for a free slot; waiting: for any node that can answer to come back; waking: for the one that was called.
 */
export const answerStage = z.enum([
  'routing',
  'queued',
  'waiting',
  'waking',
  'connecting',
  'loading',
  'reading',
  'writing',
])
export type AnswerStage = z.infer<typeof answerStage>

/** What a stage event tells besides the stage. */
export const stageDetails = {
  stage: answerStage,
  node: z.string().nullable(),
  /** Requests before this one; with `queued`. */
  ahead: z.number().int().nonnegative().optional(),
  /** Milliseconds it is expected to last, with `waiting` at most; left out when nobody can tell. */
  expectedMs: z.number().nonnegative().optional(),
  /** Milliseconds it took the last time there; with `loading`, where it was seen. */
  lastMs: z.number().nonnegative().optional(),
}

/** What the events of an agent's run tell beside those of an answer. */
export const runEvents = [
  /**
   * A thought begins; text and reasoning before it belong to the step before, whose calls all have ended. In an exchange the same
   * index again says that the thought is asked once more: what it said so far is void.
   */
  z.object({ type: z.literal('step'), index: z.number().int().nonnegative(), purpose: agentStep }),
  /** A call of the current step, whenever anything of it changes; the last one of an id counts. */
  z.object({ type: z.literal('toolCall'), call: toolCallRecord }),
  /** What a running call prints, as it comes; a convenience, the result is in the record. */
  z.object({ type: z.literal('toolOutput'), callId: identifier, text: z.string() }),
  /** Replaces the list so far. */
  z.object({ type: z.literal('sources'), sources: z.array(source) }),
] as const

/**
 * What an attached window receives about one answer. `seq` counts up from 0 without gaps over the whole answer; `epoch`
 * rises by one when a node dies and the answer starts again: text of an older epoch is replaced, never appended to.
 */
export const answerEvent = z.intersection(
  z.object({ seq: z.number().int().nonnegative(), epoch: z.number().int().nonnegative() }),
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('stage'), ...stageDetails }),
    z.object({ type: z.literal('routed'), route: routeDecision, answeredBy: answeredBy }),
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({ type: z.literal('reasoning'), text: z.string() }),
    z.object({ type: z.literal('failedOver'), failover: failover, next: z.string().nullable() }),
    ...runEvents,
    /** Terminal: the message as stored (complete, failed, cancelled). `saved` is false when the disk refused it. */
    z.object({ type: z.literal('finished'), message: message, saved: z.boolean() }),
  ]),
)
export type AnswerEvent = z.infer<typeof answerEvent>
/** An event before the hub numbers it. */
export type AnswerEventBody = AnswerEvent extends infer E
  ? E extends AnswerEvent
    ? Omit<E, 'seq' | 'epoch'>
    : never
  : never
