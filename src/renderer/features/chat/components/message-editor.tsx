import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui'
import { isSendKey } from '../shortcuts'
import { GrowingTextarea } from './growing-textarea'

export interface MessageEditorProps {
  text: string
  onSend(text: string): void
  onCancel(): void
}

/** Edits a question in its place. What is sent becomes a new branch beside the old one. */
export function MessageEditor({ text, onSend, onCancel }: MessageEditorProps) {
  const { t } = useTranslation()
  const [value, setValue] = useState(text)
  const send = () => {
    if (value.trim() !== '') onSend(value)
  }
  return (
    <div className="rounded-xl border border-control bg-surface p-2.5 focus-within:border-accent">
      <GrowingTextarea
        value={value}
        onChange={setValue}
        aria-label={t('chat.answer.editLabel')}
        autoFocus
        data-own-escape
        onKeyDown={event => {
          if (isSendKey(event.nativeEvent)) {
            event.preventDefault()
            send()
          } else if (event.key === 'Escape') {
            event.preventDefault()
            onCancel()
          }
        }}
      />
      <div className="mt-2 flex items-center justify-end gap-2">
        <p className="mr-auto text-muted text-xs">{t('chat.answer.editHint')}</p>
        <Button size="sm" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" variant="primary" disabled={value.trim() === ''} onClick={send}>
          {t('chat.answer.send')}
        </Button>
      </div>
    </div>
  )
}
