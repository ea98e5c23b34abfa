import { useCallback } from 'react'
import { announce } from '../../../../announcer'
import { texts } from '../../../../texts'
import { toast } from '../../../../ui'
import { type Collected, leftOutText, mostFiles } from '../../attachments/collect-files'
import { useChatServices } from '../../chat-context'

/** Attaches what was picked, dropped or pasted to the question that is being written, and says what was left out. */
export function useAttach(): (collecting: Promise<Collected>) => void {
  const { chat, uploads } = useChatServices()
  return useCallback(
    collecting => {
      // Folders take a moment; the question may be another one by then.
      const { id } = chat.store.getState().open
      void collecting.then(collected => {
        const refused = uploads.add(id, collected.picked)
        const left = leftOutText(collected, texts.t)
        if (left !== null) toast(left, { position: 'top-right' })
        if (refused > 0) toast(texts.t('chat.files.tooMany', { count: mostFiles }), { position: 'top-right' })
        const taken = collected.picked.length - refused
        if (taken > 0) announce(texts.t('chat.files.added', { count: taken }))
      })
    },
    [chat, uploads],
  )
}
