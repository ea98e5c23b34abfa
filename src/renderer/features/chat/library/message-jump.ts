import { createStore, type StoreApi } from 'zustand/vanilla'

/** A message that is to be shown. A new object for every time it is asked for. */
export interface MessageJump {
  conversationId: string
  messageId: string
}

/** Where the transcript is to go once it has the message; null when it went there. */
export type MessageJumpStore = StoreApi<{ jump: MessageJump | null }>

export const createMessageJumpStore = (): MessageJumpStore =>
  createStore<{ jump: MessageJump | null }>(() => ({ jump: null }))
