import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Attachment } from '../../../../../shared/entities'
import { spoken } from '../../../../../shared/texts/spoken'
import type { Translate } from '../../../../../shared/texts/translator'
import { Skeleton } from '../../../../ui'
import { fileSize } from '../../attachments/file-size'
import { AttachmentIcon, FileName } from './attachment-chip'
import { AttachmentDialog } from './attachment-dialog'
import { useAttachmentContent } from './use-attachment-content'

const shownAtFirst = 8

function Thumbnail({ id, name }: { id: string; name: string }) {
  const content = useAttachmentContent(id)
  if (content.state === 'image') {
    return <img src={content.url} alt={name} className="h-32 max-w-60 object-cover" />
  }
  return content.state === 'loading' ? (
    <Skeleton className="h-32 w-44 rounded-none" />
  ) : (
    <span className="flex h-32 w-44 items-center justify-center px-3 text-center text-muted text-xs">
      {name}
    </span>
  )
}

const detailOf = ({ state, pages, bytes }: Attachment, t: Translate): string => {
  if (state === 'failed') return t('chat.files.notRead')
  return pages === undefined ? fileSize(bytes, t) : t('chat.files.pages', { count: pages })
}

function One({ attachment, onOpen }: { attachment: Attachment; onOpen(): void }) {
  const { t } = useTranslation()
  const { id, kind, name, path, problem } = attachment
  if (kind === 'image') {
    return (
      <button
        type="button"
        onClick={onOpen}
        aria-label={t('chat.files.open', { name })}
        className="focus-ring block overflow-hidden rounded-lg border border-line hover:border-line-strong"
      >
        <Thumbnail id={id} name={name} />
      </button>
    )
  }
  return (
    <button
      type="button"
      onClick={onOpen}
      title={problem === undefined ? undefined : spoken(problem, t)}
      className="focus-ring eased flex h-11 max-w-60 items-center gap-2 rounded-lg border border-line bg-surface px-2.5 text-left text-xs hover:border-line-strong hover:bg-hover"
    >
      <AttachmentIcon kind={kind} className="size-4 shrink-0 text-muted" />
      <span className="flex min-w-0 flex-col">
        <FileName name={name} path={path} />
        <span data-figure className={attachment.state === 'failed' ? 'text-danger' : 'text-muted'}>
          {detailOf(attachment, t)}
        </span>
      </span>
    </button>
  )
}

/** What was given with a question; each opens. */
export function MessageAttachments({ attachments }: { attachments: readonly Attachment[] }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Attachment | null>(null)
  const [all, setAll] = useState(false)
  if (attachments.length === 0) return null
  // Pictures are higher than files: mixed, their row would be a staircase.
  const isPicture = ({ kind }: Attachment) => kind === 'image'
  const ordered = [...attachments].sort((one, other) => Number(isPicture(other)) - Number(isPicture(one)))
  const shown = all ? ordered : ordered.slice(0, shownAtFirst)
  const hidden = attachments.length - shown.length
  return (
    <>
      <ul
        aria-label={t('chat.files.attached')}
        className="mb-1.5 flex max-w-[85%] flex-wrap items-end justify-end gap-1.5"
      >
        {shown.map(attachment => (
          <li key={attachment.id} className="min-w-0">
            <One attachment={attachment} onOpen={() => setOpened(attachment)} />
          </li>
        ))}
        {hidden === 0 ? null : (
          <li>
            <button
              type="button"
              onClick={() => setAll(true)}
              className="focus-ring eased flex h-11 items-center rounded-lg border border-line px-3 text-muted text-xs hover:bg-hover hover:text-ink"
            >
              {t('chat.files.more', { count: hidden })}
            </button>
          </li>
        )}
      </ul>
      {opened === null ? null : (
        <AttachmentDialog id={opened.id} name={opened.name} onClose={() => setOpened(null)} />
      )}
    </>
  )
}
