import { ArrowUp, Square } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cn, IconButton } from '../../../ui'
import { collectTransferred } from '../attachments/collect-files'
import { isUploading } from '../attachments/uploads'
import { useChat, useChatServices } from '../chat-context'
import { runningAnswer } from '../chat-state'
import { isSendKey } from '../shortcuts'
import { AttachMenu } from './attachments/attach-menu'
import { ComposerFiles, useComposedFiles } from './attachments/composer-files'
import { useAttach } from './attachments/use-attach'
import { ChatSettingsMenu } from './chat-settings-menu'
import { column, columnGutter } from './column'
import { GrowingTextarea } from './growing-textarea'
import { TargetPicker } from './target/target-picker'

export interface ComposerProps {
  inputRef: RefObject<HTMLTextAreaElement | null>
}

/** Where questions are written. What is typed is kept per conversation until it is sent. */
export function Composer({ inputRef }: ComposerProps) {
  const { t } = useTranslation()
  const { chat, drafts, uploads, navigate } = useChatServices()
  const attach = useAttach()
  const id = useChat(state => state.open.id)
  const view = useChat(state => state.open.view)
  const running = useChat(state => runningAnswer(state) !== null)
  const pending = useChat(state => state.open.pending)
  const [text, setText] = useState(() => drafts.read(id))
  const ready = useChat(state => state.open.status === 'ready')
  const files = useComposedFiles(id)
  const busy = running || pending !== null || !ready
  const uploading = isUploading(files)
  const sendable = !busy && !uploading && text.trim() !== ''

  // Another conversation has another draft; so has this one after "Edit" gave a failed question back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `id` alone changes when a new chat gets its own
  useEffect(() => {
    setText(drafts.read(chat.store.getState().open.id))
  }, [view, pending === null])

  const change = (next: string) => {
    setText(next)
    drafts.write(id, next)
  }

  const send = async () => {
    if (!sendable) return
    const question = text
    change('')
    const sentTo = await chat.send(question, undefined, uploads.take(id))
    if (sentTo !== null && sentTo !== id) navigate(sentTo)
  }

  return (
    <form
      aria-label={t('chat.composer.form')}
      className={cn(columnGutter, 'overflow-hidden')}
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <div className={cn(column, 'pt-2 pb-4')}>
        <div className="eased rounded-xl border border-control bg-surface p-2 shadow-sm focus-within:border-accent">
          <ComposerFiles conversationId={id} onEmptied={() => inputRef.current?.focus()} />
          <GrowingTextarea
            inputRef={inputRef}
            value={text}
            onChange={change}
            placeholder={t('chat.composer.placeholder')}
            aria-label={t('chat.composer.message')}
            aria-description={t('chat.composer.keys')}
            enterKeyHint="send"
            onPaste={event => {
              const { clipboardData } = event
              // A table is on the clipboard as text and as a picture of it: the text is what is meant.
              if (clipboardData.files.length === 0 || clipboardData.types.includes('text/plain')) return
              event.preventDefault()
              attach(collectTransferred(clipboardData))
            }}
            onKeyDown={event => {
              if (!isSendKey(event.nativeEvent)) return
              event.preventDefault()
              void send()
            }}
          />
          <div className="mt-1.5 flex items-center justify-between gap-2">
            <div className="flex min-w-0 items-center gap-1">
              <AttachMenu />
              <TargetPicker />
              <ChatSettingsMenu />
            </div>
            {running ? (
              <IconButton
                variant="secondary"
                label={t('chat.composer.stop')}
                keys="Esc"
                onClick={() => void chat.cancel()}
              >
                <Square className="fill-current" />
              </IconButton>
            ) : (
              <IconButton
                type="submit"
                variant="primary"
                label={uploading ? t('chat.composer.uploading') : t('chat.composer.send')}
                keys="Enter"
                disabled={!sendable}
              >
                <ArrowUp />
              </IconButton>
            )}
          </div>
        </div>
      </div>
    </form>
  )
}
