import { CircleAlert, FileCode, FileImage, FileText, type LucideIcon, X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AttachmentKind } from '../../../../../shared/entities'
import { spoken } from '../../../../../shared/texts/spoken'
import type { Translate } from '../../../../../shared/texts/translator'
import { revealHidden } from '../../../../markdown'
import { cn, IconButton, ProgressBar } from '../../../../ui'
import { fileSize } from '../../attachments/file-size'
import type { ComposedFile } from '../../attachments/uploads'

const icons: Readonly<Record<AttachmentKind, LucideIcon>> = {
  text: FileText,
  markdown: FileText,
  code: FileCode,
  pdf: FileText,
  image: FileImage,
}

export function AttachmentIcon({ kind, className }: { kind: AttachmentKind | null; className?: string }) {
  const Icon = kind === null ? FileText : icons[kind]
  return <Icon aria-hidden="true" className={className} />
}

/** The end of a name tells more than its middle: "…port-2026.pdf". */
export function FileName({ name, path }: { name: string; path?: string | undefined }) {
  return (
    <span className="min-w-0 truncate font-medium text-ink" title={revealHidden(path ?? name)}>
      {revealHidden(name)}
    </span>
  )
}

/** A picture as it lies on the user's own disk. */
function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (file === null || !/^image\/(?:png|jpeg|gif|webp)$/.test(file.type)) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}

function stateText({ state, share, bytes, attachment, problem }: ComposedFile, t: Translate): string {
  switch (state) {
    case 'uploading':
      return share === 0 ? t('chat.files.waiting') : `${Math.round(share * 100)} %`
    case 'reading':
      return t('chat.files.reading')
    case 'ready':
      return attachment?.pages === undefined
        ? fileSize(bytes, t)
        : t('chat.files.pages', { count: attachment.pages })
    case 'failed':
      return problem === undefined ? t('chat.files.unreadable') : spoken(problem, t)
  }
}

function Picture({ file }: { file: ComposedFile }): ReactNode {
  const preview = usePreview(file.file)
  if (file.state === 'failed')
    return <CircleAlert aria-hidden="true" className="size-4 shrink-0 text-danger" />
  if (preview !== null)
    return <img src={preview} alt="" className="size-8 shrink-0 rounded-sm object-cover" />
  return <AttachmentIcon kind={file.attachment?.kind ?? null} className="size-4 shrink-0 text-muted" />
}

/** A file that goes with the question, with how far it is. */
export function AttachmentChip({ file, onRemove }: { file: ComposedFile; onRemove(): void }) {
  const { t } = useTranslation()
  const text = stateText(file, t)
  const failed = file.state === 'failed'
  return (
    <li
      className={cn(
        'relative flex min-h-11 min-w-0 items-center gap-2 overflow-hidden rounded-lg border bg-canvas pr-1 pl-2.5 text-xs',
        // Why it cannot be used is to be read, not guessed from its beginning.
        failed ? 'w-full border-danger py-1.5' : 'max-w-60 border-line',
      )}
    >
      <Picture file={file} />
      <span className={cn('flex min-w-0 flex-col', failed && 'flex-1')}>
        <FileName name={file.name} path={file.path} />
        <span data-figure className={failed ? 'text-danger [overflow-wrap:anywhere]' : 'truncate text-muted'}>
          {text}
        </span>
      </span>
      <IconButton
        size="sm"
        label={t('chat.files.remove', { name: file.name })}
        tooltip={false}
        onClick={onRemove}
      >
        <X />
      </IconButton>
      {file.state === 'uploading' ? (
        <ProgressBar
          share={file.share}
          label={t('chat.files.upload', { name: file.name })}
          text={text}
          className="absolute inset-x-0 bottom-0 h-0.5 rounded-none"
        />
      ) : null}
    </li>
  )
}
