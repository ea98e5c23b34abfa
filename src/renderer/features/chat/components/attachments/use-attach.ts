import { useCallback } from 'react'
import { announce } from '../../../../announcer'
import { plural } from '../../../../format'
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
        const left = leftOutText(collected)
        if (left !== null) toast(left, { position: 'top-right' })
        if (refused > 0) toast(`A question takes up to ${mostFiles} files.`, { position: 'top-right' })
        const taken = collected.picked.length - refused
        if (taken > 0) announce(`${plural(taken, 'file')} attached`)
      })
    },
    [chat, uploads],
  )
}
