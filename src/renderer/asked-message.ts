import { createStore } from 'zustand/vanilla'

/** A message that is to be shown, from outside the chat: the chat page goes there and sets it to null. */
export const askedMessage = createStore<{ asked: { conversationId: string; messageId: string } | null }>(
  () => ({ asked: null }),
)
