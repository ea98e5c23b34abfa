import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { spoken } from '../../../../../shared/texts/spoken'
import { revealHidden } from '../../../../markdown'
import { Dialog, Skeleton } from '../../../../ui'
import { FileText } from './file-text'
import { useAttachmentContent } from './use-attachment-content'

function Content({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation()
  const content = useAttachmentContent(id)
  const text = useMemo(() => (content.state === 'text' ? revealHidden(content.text) : ''), [content])
  switch (content.state) {
    case 'loading':
      return <Skeleton className="h-40 w-full" />
    case 'failed':
      return <p className="text-danger text-sm">{spoken(content.problem, t)}</p>
    case 'image':
      return (
        <div className="flex min-h-full items-center justify-center">
          <img src={content.url} alt={name} className="max-w-full rounded-md" />
        </div>
      )
    case 'text':
      return (
        <>
          <FileText text={text} />
          {content.isCut ? <p className="mt-3 text-muted text-sm">{t('chat.files.restHidden')}</p> : null}
          {text.trim() === '' ? <p className="text-muted text-sm">{t('chat.files.noText')}</p> : null}
        </>
      )
  }
}

/** An image, or the text that was read from a file. */
export function AttachmentDialog({ id, name, onClose }: { id: string; name: string; onClose(): void }) {
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={revealHidden(name)}
      width="xl"
      tall
    >
      <Content id={id} name={name} />
    </Dialog>
  )
}
