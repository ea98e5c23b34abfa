import type { HarombeHandlers } from '../../../shared/contract'
import type { Conversation, ConversationSettings, Message } from '../../../shared/entities'
import { encodedAs } from '../../../shared/rpc/encoded'
import type { RatedChatService } from '../../agent/chat-feedback'
import type { Exchange } from '../../memory/transfer/save-exchange'
import { type AskDependencies, answerAsk, mayUseTools } from './answer-ask'

/** What the chat procedures need of the stored conversations. */
export interface ConversationCatalogue {
  list(options: { search?: string | undefined }): Conversation[]
  get(id: string): { conversation: Conversation; messages: Message[] }
  /** Messages as JSON, one or several with commas between them. */
  open(id: string): { conversation: Conversation; messages: readonly string[] }
  message(id: string): Message
  rename(id: string, title: string): Promise<Conversation>
  softDelete(id: string): Promise<void>
  restore(id: string): Promise<Conversation>
  setActiveLeaf(id: string, leafId: string): Promise<Conversation>
  update(
    id: string,
    changes: {
      pinned?: boolean | undefined
      folderId?: string | null | undefined
      settings?: { [S in keyof ConversationSettings]?: boolean | undefined } | undefined
    },
  ): Promise<Conversation>
}

export interface ChatHandlerDependencies extends AskDependencies {
  chat: RatedChatService
  conversations: ConversationCatalogue
  /** Of a conversation that begins now. */
  defaultSettings(): ConversationSettings
  /** Rejects with STORAGE_FAILED. Tells every window by itself. */
  saveExchange(exchange: Exchange): Promise<Conversation>
}

export function createChatHandlers(dependencies: ChatHandlerDependencies): HarombeHandlers['chat'] {
  const { chat, conversations } = dependencies
  const announced = async (changed: Promise<Conversation>) => {
    const conversation = await changed
    chat.conversationChanged(conversation.id)
    return conversation
  }

  return {
    listConversations: input => conversations.list(input),
    getConversation({ id }) {
      const { conversation, messages } = conversations.open(id)
      return encodedAs(`{"conversation":${JSON.stringify(conversation)},"messages":[${messages.join(',')}]}`)
    },
    getMessage: ({ id }) => conversations.message(id),
    renameConversation: ({ id, title }) => announced(conversations.rename(id, title)),
    async deleteConversation({ id }) {
      for (const message of conversations.get(id).messages) chat.cancel(message.id)
      await conversations.softDelete(id)
      chat.conversationChanged(id)
      return null
    },
    restoreConversation: ({ id }) => announced(conversations.restore(id)),
    updateConversation: ({ id, ...changes }) => announced(conversations.update(id, changes)),
    defaultSettings: () => dependencies.defaultSettings(),
    selectBranch: ({ id, leafId }) => announced(conversations.setActiveLeaf(id, leafId)),
    sendMessage: ({ tier, node, model, ...message }, { caller }) =>
      chat.send({ ...message, target: { tier, node, model }, mayUseTools: mayUseTools(caller) }),
    regenerate: ({ messageId, escalates, ...target }, { caller }) =>
      chat.regenerate(messageId, target, { escalates, mayUseTools: mayUseTools(caller) }),
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
    ask: (input, context) => answerAsk(dependencies, input, context),
    saveExchange: exchange => dependencies.saveExchange(exchange),
    watchConversations: (_input, { signal }) => chat.watchConversations(signal),
  }
}
