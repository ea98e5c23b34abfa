import type { AnswerEvent, Conversation, ConversationSettings, Message } from '../../shared/entities'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { RouteTarget } from '../coordination/types'
import type { AnswerEventsOptions } from './answer-events'
import { type AnswerLog, createAnswerLog } from './answer-log'
import { createAnswerWriter, type WrittenAnswers } from './answer-writer'
import { createBroadcast } from './broadcast'
import { createEscalator, type EscalationStore } from './escalate'
import { type EscalationJudge, neverEscalates } from './escalation-judge'
import { type CallStops, createCallStops } from './run/call-stops'

/** A message that reads show already; `accepted` resolves when it is committed, or kept while the disk refuses. */
interface BegunMessage {
  conversation: Conversation
  message: Message
  accepted: Promise<void>
}

/** What the chat needs of the store. */
export interface AnswerStore extends WrittenAnswers, EscalationStore {
  appendUserMessage(input: {
    conversationId?: string | undefined
    parentId?: string | null | undefined
    text: string
    attachmentIds?: readonly string[] | undefined
    settings?: ConversationSettings | undefined
  }): BegunMessage
  /** `escalatedFrom`: the answer of a smaller node that this one is to better. `isShown` false: what is shown stays. */
  beginAnswer(input: {
    parentId: string
    escalatedFrom?: string | undefined
    isShown?: boolean | undefined
  }): BegunMessage
}

export interface ChatServiceOptions extends AnswerEventsOptions {
  store: AnswerStore
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  /** Default: answers are left as they are. */
  escalation?: EscalationJudge | undefined
  /** Failures that no caller can be told of. */
  report(error: unknown): void
}

export interface StartedAnswer {
  conversation: Conversation
  userMessage: Message
  answer: Message
}

export interface ConversationChange {
  conversationId: string
  /** It changed because this answer ended. */
  endedAnswerId?: string
}

export interface ChatService {
  /** Resolves when the message and the beginning of its answer are stored; the answer goes on whoever watches it. */
  send(input: {
    conversationId?: string | undefined
    parentId?: string | null | undefined
    text: string
    /** Uploaded before. */
    attachmentIds?: readonly string[] | undefined
    /** Of a conversation that begins with it. */
    settings?: ConversationSettings | undefined
    target: RouteTarget
    /** Default: whoever asks may. */
    mayUseTools?: boolean | undefined
  }): Promise<StartedAnswer>
  /**
   * Answers the same user message once more, as a sibling. `escalates`: it is to better the answer it is a sibling of.
   * Rejects with BAD_REQUEST for a user's message
   */
  regenerate(
    messageId: string,
    target: RouteTarget,
    how?: { escalates?: boolean | undefined; mayUseTools?: boolean | undefined },
  ): Promise<StartedAnswer>
  /** Idempotent. */
  cancel(messageId: string): void
  /** Stops one tool call of a running answer, which goes on. Idempotent. */
  stopTool(messageId: string, callId: string): void
  watch(messageId: string, fromSeq: number, signal: AbortSignal): AsyncIterable<AnswerEvent>
  /** To be called when a conversation changed by other means (renamed, deleted). */
  conversationChanged(conversationId: string): void
  watchConversations(signal: AbortSignal): AsyncIterable<ConversationChange>
  /** Ends what is being written as `interrupted`, keeping the text. */
  stop(): Promise<void>
}

interface RunningAnswer {
  log: AnswerLog
  abort: AbortController
  stops: CallStops
  mayUseTools: boolean
  done: Promise<void>
}

/** How long a finished answer can still be replayed event by event; afterwards the stored message is all there is. */
const keepLogMs = 60_000

/** The stored message outranks every attempt a window may have seen of the answer. */
const storedEpoch = Number.MAX_SAFE_INTEGER

const asHarombeError = (error: unknown): HarombeError =>
  isHarombeError(error) ? error : new HarombeError('INTERNAL', 'The message could not be stored.')

/** Conversations that answer themselves: owns every stream, so that windows may come and go. */
export function createChatService(options: ChatServiceOptions): ChatService {
  const { store, after } = options
  const running = new Map<string, RunningAnswer>()
  const finishedLogs = new Map<string, { log: AnswerLog; mayUseTools: boolean; forget: () => void }>()
  const changes = createBroadcast<ConversationChange>()
  let stopping = false
  const escalator = createEscalator({
    judge: options.escalation ?? neverEscalates,
    store,
    beginLarger(small, tier) {
      if (stopping || small.parentId === null) return null
      const { parentId } = small
      const begun = store.beginAnswer({ parentId, escalatedFrom: small.id, isShown: false })
      // It is made for whoever asked the question.
      start(
        begun,
        parentId,
        { tier },
        (running.get(small.id) ?? finishedLogs.get(small.id))?.mayUseTools ?? false,
      )
      return begun.message.id
    },
    changed: conversationId => changes.publish({ conversationId }),
    report: options.report,
  })
  const write = createAnswerWriter({
    ...options,
    escalator,
    isStopping: () => stopping,
  })

  /** Windows find the answer from now on, but no node is asked before it is accepted. */
  function start(begun: BegunMessage, parentId: string, target: RouteTarget, mayUseTools: boolean): void {
    const { message: answer, conversation, accepted } = begun
    const log = createAnswerLog({ after })
    const abort = new AbortController()
    const stops = createCallStops()
    const refused = (error: unknown) => {
      const message: Message = { ...answer, state: 'failed', error: asHarombeError(error).toShape() }
      log.append({ type: 'finished', message, saved: false })
      escalator.ended(message)
    }
    const done = accepted
      .then(() => {
        changes.publish({ conversationId: answer.conversationId })
        return write({
          ...{ answer, conversation, parentId, target, mayUseTools, log, stops },
          signal: abort.signal,
        })
      }, refused)
      .finally(() => {
        running.delete(answer.id)
        const cancelForget = after(keepLogMs, () => finishedLogs.delete(answer.id))
        finishedLogs.set(answer.id, { log, mayUseTools, forget: cancelForget })
        changes.publish({ conversationId: answer.conversationId, endedAnswerId: answer.id })
      })
    running.set(answer.id, { log, abort, stops, mayUseTools, done })
  }

  function refuseWhenStopping(): void {
    if (stopping) throw new HarombeError('DISCONNECTED', 'harombe is stopping.')
  }

  /** Both are written together, for they come in one turn; either may be the one that cannot be. */
  async function begin(
    userMessage: Message,
    target: RouteTarget,
    {
      mayUseTools,
      question,
      escalatedFrom,
    }: { mayUseTools: boolean; question?: Promise<void>; escalatedFrom?: string },
  ): Promise<StartedAnswer> {
    escalator.interrupt()
    const begun = store.beginAnswer({ parentId: userMessage.id, escalatedFrom })
    const accepted = Promise.all([question, begun.accepted]).then(() => undefined)
    start({ ...begun, accepted }, userMessage.id, target, mayUseTools)
    await accepted
    return { conversation: begun.conversation, userMessage, answer: begun.message }
  }

  return {
    async send({ target, mayUseTools = true, ...input }) {
      refuseWhenStopping()
      const { message, accepted } = store.appendUserMessage(input)
      return begin(message, target, { mayUseTools, question: accepted })
    },
    async regenerate(messageId, target, { escalates = false, mayUseTools = true } = {}) {
      refuseWhenStopping()
      const message = store.message(messageId)
      if (message.role !== 'assistant' || message.parentId === null) {
        throw new HarombeError('BAD_REQUEST', 'Only an answer can be written again.')
      }
      const question = store.message(message.parentId)
      return escalates
        ? escalator.take(message, target, wanted =>
            begin(question, wanted, { mayUseTools, escalatedFrom: messageId }),
          )
        : begin(question, target, { mayUseTools })
    },
    cancel(messageId) {
      escalator.interrupt()
      running.get(messageId)?.abort.abort()
    },
    stopTool(messageId, callId) {
      running.get(messageId)?.stops.stop(callId)
    },
    async *watch(messageId, fromSeq, signal) {
      const log = running.get(messageId)?.log ?? finishedLogs.get(messageId)?.log
      if (log !== undefined) {
        yield* log.watch(fromSeq, signal)
        return
      }
      const message = store.message(messageId)
      yield { type: 'finished', seq: fromSeq, epoch: storedEpoch, message, saved: true }
    },
    conversationChanged: conversationId => changes.publish({ conversationId }),
    watchConversations: changes.watch,
    async stop() {
      stopping = true
      escalator.interrupt()
      const ending = [...running.values()]
      for (const { abort } of ending) abort.abort()
      await Promise.all(ending.map(({ done }) => done))
      for (const { forget } of finishedLogs.values()) forget()
      finishedLogs.clear()
    },
  }
}
