import { useEffect } from 'react'
import type { Message } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { announce } from '../../announcer'
import { texts } from '../../texts'
import { runningAnswer } from './chat-state'
import type { ChatStore } from './chat-store'
import { offerText } from './escalation-words'
import { announceStages } from './stage-announcements'

/** A larger node that is offered is seen below the answer, and would not be heard else. */
function endingText({ state, escalation }: Message, t: Translate): string {
  // The error itself is an alert.
  if (state === 'failed' || state === 'streaming') return ''
  const ending = t(`chat.said.${state}`)
  return escalation?.state === 'offered' ? `${ending}. ${offerText(escalation, t)}` : ending
}

/** Says that an answer began, waits and ended, never its words: the transcript is read at the reader's own pace. */
export function useAnswerAnnouncements(chat: ChatStore): void {
  useEffect(() => {
    let stopStages: (() => void) | null = null
    const unsubscribe = chat.store.subscribe((state, previous) => {
      const answer = runningAnswer(state)
      const running = answer?.messageId ?? null
      const before = runningAnswer(previous)?.messageId ?? null
      if (running === before) return
      stopStages?.()
      stopStages = answer === null ? null : announceStages(answer.store, announce)
      if (state.open.view !== previous.open.view) return
      if (running !== null) announce(texts.t('chat.said.generating'))
      else if (before !== null) {
        const message = state.open.messages.get(before)
        if (message !== undefined) announce(endingText(message, texts.t))
      }
    })
    return () => {
      stopStages?.()
      unsubscribe()
    }
  }, [chat])
}
