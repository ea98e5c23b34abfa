import { useEffect } from 'react'
import { announce } from '../../announcer'
import { runningAnswer } from './chat-state'
import type { ChatStore } from './chat-store'

const endings = {
  complete: 'Response complete',
  cancelled: 'Stopped',
  interrupted: 'Response interrupted',
  // The error itself is an alert.
  failed: '',
  streaming: '',
} as const

/** Says that an answer began and ended, never its words: the transcript is read at the reader's own pace. */
export function useAnswerAnnouncements(chat: ChatStore): void {
  useEffect(
    () =>
      chat.store.subscribe((state, previous) => {
        const running = runningAnswer(state)?.messageId ?? null
        const before = runningAnswer(previous)?.messageId ?? null
        if (running === before || state.open.view !== previous.open.view) return
        if (running !== null) announce('Generating')
        else if (before !== null) {
          const message = state.open.messages.get(before)
          if (message !== undefined) announce(endings[message.state])
        }
      }),
    [chat],
  )
}
