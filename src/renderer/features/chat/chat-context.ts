import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { NodeView } from '../../../shared/entities'
import { type AnswerState, newAnswer } from './answer-state'
import type { AnswerStore } from './answer-store'
import type { Uploads } from './attachments/uploads'
import type { ChatState } from './chat-state'
import type { ChatStore } from './chat-store'
import type { Drafts } from './drafts'
import type { ChatLibrary } from './library/create-library'

export interface ChatServices {
  chat: ChatStore
  drafts: Drafts
  uploads: Uploads
  library: ChatLibrary
  /** Shows a conversation, or the new chat. */
  navigate(conversationId: string | null): void
}

const ChatContext = createContext<ChatServices | null>(null)
export const ChatProvider = ChatContext.Provider

export function useChatServices(): ChatServices {
  const services = useContext(ChatContext)
  if (services === null) throw new Error('useChatServices is used outside ChatProvider')
  return services
}

export function useChat<T>(select: (state: ChatState) => T): T {
  return useStore(useChatServices().chat.store, select)
}

const nobody = createStore<AnswerState>(() => newAnswer)

/** Reads an answer that is being written; without one, what an answer looks like before its first event. */
export function useAnswer<T>(answer: AnswerStore | null, select: (state: AnswerState) => T): T {
  return useStore(answer?.store ?? nobody, select)
}

/** The nodes as the page was given them; null while they are not known. */
const NodesContext = createContext<readonly NodeView[] | null>(null)
export const NodesProvider = NodesContext.Provider
export const useNodes = () => useContext(NodesContext)
