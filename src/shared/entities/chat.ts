import { z } from 'zod'
import { errorShape } from '../errors'
import { identifier, tier, timestamp } from './common'
import { answeredBy, answerMetrics, failover, routeDecision } from './route'

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
})
export type Message = z.infer<typeof message>

export const conversation = z.object({
  id: identifier,
  title: z.string().max(200),
  createdAt: timestamp,
  updatedAt: timestamp,
  /** The leaf of the branch that is shown. */
  activeLeafId: identifier.nullable(),
})
export type Conversation = z.infer<typeof conversation>

/**
 * What a waiting user is told. Order: routing → (queued | waiting) → connecting → loading → reading → writing.
 * queued: for a free slot; waiting: for any node that can answer to come back.
 */
export const answerStage = z.enum([
  'routing',
  'queued',
  'waiting',
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
}

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
