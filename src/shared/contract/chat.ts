import { z } from 'zod'
import {
  answerEvent,
  answeredBy,
  answerMetrics,
  conversation,
  conversationSettings,
  conversationTitle,
  failover,
  identifier,
  message,
  modelName,
  nodeName,
  rating,
  routeDecision,
  runEvents,
  runLimit,
  stageDetails,
  tier,
  tierChoice,
  untrustedKind,
} from '../entities'
import { call, stream } from './define'

const text = z.string().min(1).max(1_000_000)
const target = { tier: tierChoice.default('auto'), node: nodeName.optional(), model: modelName.optional() }
const started = z.object({ conversation: conversation, userMessage: message, answer: message })

const promptMessage = z.object({ role: z.enum(['system', 'user', 'assistant']), content: text })

export const escalationOffer = z.object({
  action: z.literal('offer'),
  tier: tier,
  /** What was seen in the answer, strongest first: "it was cut off". */
  reasons: z.array(z.string()),
})
export type EscalationOffer = z.infer<typeof escalationOffer>

export const askEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('stage'), ...stageDetails }),
  z.object({ type: z.literal('routed'), route: routeDecision, answeredBy: answeredBy }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  /** After a failover in mid-answer the text so far is void, unless its mode is `continue`. */
  z.object({ type: z.literal('failedOver'), failover: failover, next: z.string().nullable() }),
  ...runEvents,
  z.object({
    type: z.literal('finished'),
    route: routeDecision,
    answeredBy: answeredBy,
    metrics: answerMetrics,
    failovers: z.array(failover),
    /** For the CLI: a larger node might do better. It is up to the user to ask it. */
    escalation: escalationOffer.optional(),
    /** The budget that ended the run. */
    limit: runLimit.optional(),
    /** For the CLI: by this `saveExchange` knows the answer, as long as this coordinator remembers it. */
    exchangeId: identifier.optional(),
  }),
])
export type AskEvent = z.infer<typeof askEvent>

export const chatContract = {
  /** Pinned ones first, then newest first. */
  listConversations: call(
    'chat',
    z.object({ search: z.string().max(200).optional() }),
    z.array(conversation),
  ),
  /**
   * The conversation and all its messages, every branch. Of a long one only the newest 500 messages have their `route`: see
   * `getMessage` for the others.
   */
  getConversation: call(
    'chat',
    z.object({ id: identifier }),
    z.object({ conversation: conversation, messages: z.array(message) }),
  ),
  /** One message with everything known about it. */
  getMessage: call('chat', z.object({ id: identifier }), message),
  renameConversation: call('chat', z.object({ id: identifier, title: conversationTitle }), conversation),
  /** Soft: `restoreConversation` undoes it. */
  deleteConversation: call('chat', z.object({ id: identifier }), z.null()),
  restoreConversation: call('chat', z.object({ id: identifier }), conversation),
  /** Pins it, puts it into a folder, or sets what may be used in it; absent leaves as it is. */
  updateConversation: call(
    'chat',
    z.object({
      id: identifier,
      pinned: z.boolean().optional(),
      folderId: identifier.nullable().optional(),
      settings: conversationSettings.partial().optional(),
    }),
    conversation,
  ),
  /** What may be used in a conversation that begins now, as the settings have it. */
  defaultSettings: call('chat', z.object({}), conversationSettings),
  /** Shows another branch: `leafId` becomes the active leaf. */
  selectBranch: call('chat', z.object({ id: identifier, leafId: identifier }), conversation),

  /**
   * Stores the message (committed before this returns) and starts its answer. Without `conversationId` a conversation
   * is begun; without `parentId` the message follows the active leaf.
   */
  sendMessage: call(
    'chat',
    z.object({
      conversationId: identifier.optional(),
      parentId: identifier.nullable().optional(),
      text: text,
      /** Uploaded before, see `memory.beginUpload`. */
      attachmentIds: z.array(identifier).max(200).optional(),
      /** Of a conversation that begins with it. */
      settings: conversationSettings.optional(),
      ...target,
    }),
    started,
  ),
  /**
   * Answers the parent of `messageId` once more; the new answer is its sibling. `escalates`: the user takes the offer to ask a
   * larger node, so the new answer says which one it was made to better.
   */
  regenerate: call(
    'chat',
    z.object({ messageId: identifier, ...target, escalates: z.boolean().optional() }),
    started,
  ),
  /** What the user thinks of a finished answer; null takes it back. @throws NOT_FOUND, CONFLICT */
  rateAnswer: call('chat', z.object({ messageId: identifier, rating: rating.nullable() }), message),
  /** Stops a running answer; what was written is kept and marked cancelled. Idempotent. */
  cancelAnswer: call('chat', z.object({ messageId: identifier }), z.null()),
  /** Stops one tool call that runs or waits; the run goes on and the model is told. Idempotent. */
  stopTool: call('chat', z.object({ messageId: identifier, callId: identifier }), z.null()),
  /** Replays the answer's events from `fromSeq`, then follows it live until `finished`. */
  watchAnswer: stream(
    'chat',
    z.object({ messageId: identifier, fromSeq: z.number().int().nonnegative().default(0) }),
    answerEvent,
  ),
  /** One exchange that is not kept: for the CLI and scripts. Ends with `finished`; a failure ends the stream itself. */
  ask: stream(
    'chat',
    z.object({
      messages: z.array(promptMessage).min(1).max(2000),
      /** Offers harombe's tools to the model. What is risky waits for whoever attends `agent.watchApprovals`. */
      tools: z.boolean().default(false),
      /**
       * What others wrote is in the messages (a file, a pipe, what tools brought before): with any of it no remembered approval
       * counts for what could do harm.
       */
      tainted: z.array(untrustedKind).max(16).default([]),
      ...target,
    }),
    askEvent,
  ),
  /**
   * Keeps an exchange that was not kept, as a conversation. An answer with the `exchangeId` that `ask` gave it is kept with its steps,
   * sources and who answered, as the coordinator remembers it; of the others, and of those it remembers no more, the words.
   */
  saveExchange: call(
    'chat',
    z.object({
      title: conversationTitle.optional(),
      messages: z
        .array(promptMessage.extend({ exchangeId: identifier.optional() }))
        .min(1)
        .max(2000),
    }),
    conversation,
  ),
  /**
   * Says which conversation changed (created, renamed, deleted, answered), so that lists stay true in every window.
   * `endedAnswerId`: it changed because this answer ended, however it did.
   */
  watchConversations: stream(
    'chat',
    z.object({}),
    z.object({ conversationId: identifier, endedAnswerId: identifier.optional() }),
  ),
}
