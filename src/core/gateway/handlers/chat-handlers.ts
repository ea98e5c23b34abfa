import type { HarombeHandlers } from '../../../shared/contract'
import type { AskEvent } from '../../../shared/contract/chat'
import type { Conversation, Message, RouteDecision } from '../../../shared/entities'
import type { RatedChatService } from '../../agent/chat-feedback'
import type { EscalationJudge } from '../../agent/escalation-judge'
import { createExchange } from '../../agent/exchange'
import type { ClusterExecutor } from '../../coordination/types'

/** What the chat procedures need of the stored conversations. */
export interface ConversationCatalogue {
  list(options: { search?: string | undefined }): Conversation[]
  get(id: string): { conversation: Conversation; messages: Message[] }
  rename(id: string, title: string): Promise<Conversation>
  softDelete(id: string): Promise<void>
  restore(id: string): Promise<Conversation>
  setActiveLeaf(id: string, leafId: string): Promise<Conversation>
}

export interface ChatHandlerDependencies {
  chat: RatedChatService
  conversations: ConversationCatalogue
  cluster: ClusterExecutor
  askDefaults(): { systemPrompt: string; temperature: number; continueAnswers: boolean }
  escalation: Pick<EscalationJudge, 'watches' | 'judge'>
  /** Told how an answer came about that the user, and no program, asked for outside of the chat. */
  askedByHand(route: RouteDecision): void
}

export function createChatHandlers(dependencies: ChatHandlerDependencies): HarombeHandlers['chat'] {
  const { chat, conversations, cluster } = dependencies
  const announced = async (changed: Promise<Conversation>) => {
    const conversation = await changed
    chat.conversationChanged(conversation.id)
    return conversation
  }

  return {
    listConversations: input => conversations.list(input),
    getConversation: ({ id }) => conversations.get(id),
    renameConversation: ({ id, title }) => announced(conversations.rename(id, title)),
    async deleteConversation({ id }) {
      for (const message of conversations.get(id).messages) chat.cancel(message.id)
      await conversations.softDelete(id)
      chat.conversationChanged(id)
      return null
    },
    restoreConversation: ({ id }) => announced(conversations.restore(id)),
    selectBranch: ({ id, leafId }) => announced(conversations.setActiveLeaf(id, leafId)),
    sendMessage: ({ conversationId, parentId, text, ...target }) =>
      chat.send({ conversationId, parentId, text, target }),
    regenerate: ({ messageId, escalates, ...target }) => chat.regenerate(messageId, target, { escalates }),
    rateAnswer: ({ messageId, rating }) => chat.rate(messageId, rating),
    cancelAnswer({ messageId }) {
      chat.cancel(messageId)
      return null
    },
    stopTool({ messageId, callId }) {
      chat.stopTool(messageId, callId)
      return null
    },
    watchAnswer: ({ messageId, fromSeq }, { signal }) => chat.watch(messageId, fromSeq, signal),
    async *ask({ messages, ...target }, { caller, signal }): AsyncGenerator<AskEvent> {
      const { systemPrompt, temperature, continueAnswers } = dependencies.askDefaults()
      const system =
        systemPrompt === '' || messages[0]?.role === 'system'
          ? []
          : [{ role: 'system' as const, content: systemPrompt }]
      const isByHand = caller.kind === 'cli'
      const sent = [...system, ...messages]
      const exchange = isByHand ? createExchange(sent, target, dependencies.escalation) : null
      const request = {
        messages: sent,
        target,
        origin: isByHand ? ('cli' as const) : ('api' as const),
        client: caller.kind,
        onStreamFailure: continueAnswers ? ('continue' as const) : ('restart' as const),
        // Whoever reads these events is told what is void.
        mayRestart: true,
        temperature,
        ...(exchange?.isWatched === true ? { watchConfidence: true } : {}),
      }
      for await (const event of cluster.execute(request, signal)) {
        exchange?.take(event)
        if (event.type === 'failed') throw event.error
        if (event.type === 'tool_call') continue
        if (event.type === 'finished') {
          const { route, answeredBy, metrics, failovers } = event
          if (isByHand) dependencies.askedByHand(route)
          const escalation = exchange?.offerFor(event) ?? null
          const offered = escalation === null ? {} : { escalation }
          yield { type: 'finished', route, answeredBy, metrics, failovers, ...offered }
        } else yield event
      }
    },
    watchConversations: (_input, { signal }) => chat.watchConversations(signal),
  }
}
