import type { Message, Rating } from '../../shared/entities'
import type { RoutingLearning } from '../coordination/learning/routing-learning'
import { forcedSignal, passedOverSignal, ratedSignal, redoneSignal } from '../coordination/learning/signals'
import type { RouteTarget } from '../coordination/types'
import type { ChatService } from './chat-service'

/** What is needed of the store to judge what the user did. */
export interface JudgedAnswers {
  message(id: string): Message
  annotateAnswer(id: string, annotation: { rating: Rating | null }): Promise<Message>
}

export interface RatedChatService extends ChatService {
  /** Null takes the rating back. @throws NOT_FOUND, CONFLICT for what is no finished answer */
  rate(messageId: string, rating: Rating | null): Promise<Message>
}

export interface ChatFeedbackOptions {
  chat: ChatService
  store: JudgedAnswers
  learning: Pick<RoutingLearning, 'find' | 'note' | 'takeBack'>
  report(error: unknown): void
}

/** A node or a model by name says nothing about sizes. */
const isOpen = ({ node, model }: RouteTarget) => node === undefined && model === undefined

/** With the route of its first thought: later ones are judged by what tools brought, and the choice was made for the question. */
const asAsked = (answer: Message): Message => {
  const route = answer.steps?.[0]?.route
  return route === undefined ? answer : { ...answer, route }
}
/** What tools brought, or the user refused, makes an answer as good or bad as the size of the model does. */
const tellsOfSize = ({ steps = [] }: Message): boolean => steps.length === 0

/** The chat, with what the user does about answers told to the learning. Failing to learn never fails a question. */
export function withFeedback({ chat, store, learning, report }: ChatFeedbackOptions): RatedChatService {
  const forever = new AbortController().signal

  /** Calls back once an answer is complete, since only then the choice of its tier was meant; not for one that broke off. */
  async function whenComplete(answer: Message, learn: (finished: Message) => void): Promise<void> {
    for await (const event of chat.watch(answer.id, 0, forever)) {
      if (event.type === 'finished' && event.message.state === 'complete') learn(event.message)
    }
  }

  function noteForced(answer: Message): void {
    const { route, parentId } = asAsked(answer)
    const signal = route === undefined || parentId === null ? null : forcedSignal(parentId, route)
    if (signal !== null) learning.note(signal)
  }

  /** `before` is the answer that was there when the user asked for another. */
  function noteRedone(before: Message, target: RouteTarget, takesOffer: boolean): void {
    const chosen = target.tier === 'auto' && takesOffer ? before.escalation?.tier : target.tier
    if (before.parentId === null || chosen === undefined || chosen === 'auto') return
    const kept = learning.find('choice', before.parentId)
    const signal = redoneSignal(kept, asAsked(before), chosen, takesOffer)
    if (signal === null) learning.takeBack('choice', before.parentId)
    else if (signal !== kept) learning.note(signal)
    if (takesOffer) learning.takeBack('offer', before.id)
  }

  function notePassedOver(question: Message): void {
    if (question.parentId === null) return
    const signal = passedOverSignal(store.message(question.parentId))
    if (signal !== null) learning.note(signal)
  }

  return {
    ...chat,
    async send(input) {
      const started = await chat.send(input)
      try {
        notePassedOver(started.userMessage)
      } catch (error) {
        report(error)
      }
      if (input.target.tier !== 'auto' && isOpen(input.target))
        void whenComplete(started.answer, noteForced).catch(report)
      return started
    },
    async regenerate(messageId, target, how) {
      const before = store.message(messageId)
      const started = await chat.regenerate(messageId, target, how)
      const takesOffer = how?.escalates === true
      if (isOpen(target) && (target.tier !== 'auto' || takesOffer)) {
        void whenComplete(started.answer, () => noteRedone(before, target, takesOffer)).catch(report)
      }
      return started
    },
    async rate(messageId, rating) {
      const message = await store.annotateAnswer(messageId, { rating })
      const signal = rating !== null && tellsOfSize(message) ? ratedSignal(message, rating) : null
      if (signal === null) learning.takeBack('judgement', messageId)
      else learning.note(signal)
      chat.conversationChanged(message.conversationId)
      return message
    },
  }
}
