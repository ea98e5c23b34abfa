import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { announce } from '../../../../announcer'
import { type ComposedFile, noFiles } from '../../attachments/uploads'
import { useChatServices } from '../../chat-context'
import { AttachmentChip } from './attachment-chip'

export function useComposedFiles(conversationId: string | null): readonly ComposedFile[] {
  const { store } = useChatServices().uploads
  return useStore(store, state => state.files.get(conversationId ?? '') ?? noFiles)
}

/** The files that go with the question that is being written. */
export function ComposerFiles({
  conversationId,
  onEmptied,
}: {
  conversationId: string | null
  onEmptied(): void
}) {
  const { t } = useTranslation()
  const { uploads } = useChatServices()
  const files = useComposedFiles(conversationId)
  if (files.length === 0) return null
  // What cannot be used takes a line of its own; between the others it would push them out of sight.
  const usable = files.filter(({ state }) => state !== 'failed')
  const failed = files.filter(({ state }) => state === 'failed')
  return (
    <ul
      aria-label={t('chat.files.attached')}
      className="mb-2 flex max-h-44 flex-wrap gap-1.5 overflow-y-auto p-0.5"
    >
      {[...usable, ...failed].map(file => (
        <AttachmentChip
          key={file.key}
          file={file}
          onRemove={() => {
            uploads.remove(conversationId, file.key)
            announce(t('chat.files.removed', { name: file.name }))
            onEmptied()
          }}
        />
      ))}
    </ul>
  )
}
