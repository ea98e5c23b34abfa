import { useEffect, useState } from 'react'
import { isHarombeError } from '../../../../../shared/harombe-error'
import { useClient } from '../../../../client'
import { texts } from '../../../../texts'
import { type AttachmentContent, readAttachment } from '../../attachments/read-attachment'

export type LoadedContent =
  | { state: 'loading' }
  | { state: 'failed'; problem: string }
  | { state: 'text'; text: string; isCut: boolean }
  /** An address that is good while the component lives. */
  | { state: 'image'; url: string }

/** What is in an attachment; asked for once, let go with the component. */
export function useAttachmentContent(id: string): LoadedContent {
  const client = useClient()
  const [content, setContent] = useState<LoadedContent>({ state: 'loading' })
  useEffect(() => {
    const control = new AbortController()
    let url: string | null = null
    const show = (loaded: AttachmentContent) => {
      if (control.signal.aborted) return
      if (loaded.kind === 'text') setContent({ state: 'text', text: loaded.text, isCut: loaded.isCut })
      else {
        url = URL.createObjectURL(loaded.blob)
        setContent({ state: 'image', url })
      }
    }
    readAttachment(client, id, control.signal).then(show, error => {
      if (control.signal.aborted) return
      setContent({
        state: 'failed',
        problem: isHarombeError(error) ? error.message : texts.t('chat.files.notShown'),
      })
    })
    return () => {
      control.abort()
      if (url !== null) URL.revokeObjectURL(url)
    }
  }, [client, id])
  return content
}
