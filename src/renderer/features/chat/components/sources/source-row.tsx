import { ArrowUpRight, FileText, Globe, type LucideIcon, MessageSquare, Pin } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '../../../../../shared/entities'
import { ExternalAnchor, readExternalTarget, revealHidden } from '../../../../markdown'
import { cn, IconButton } from '../../../../ui'
import { useChatServices } from '../../chat-context'
import { AttachmentDialog } from '../attachments/attachment-dialog'

const icons: Readonly<Record<Source['kind'], LucideIcon>> = {
  message: MessageSquare,
  attachment: FileText,
  web: Globe,
  fact: Pin,
}

function OpenSource({ source }: { source: Source }) {
  const { t } = useTranslation()
  const { library, navigate } = useChatServices()
  const [reading, setReading] = useState(false)
  const { conversationId, messageId, attachmentId, url, title } = source
  const target = url === undefined ? null : readExternalTarget(url)
  if (target !== null) {
    return (
      <ExternalAnchor
        target={target}
        className="focus-ring flex min-h-7 max-w-48 shrink-0 items-center gap-1 rounded-sm px-1.5 text-accent text-xs hover:underline"
      >
        <span className="min-w-0 truncate">{target.host}</span>
        <ArrowUpRight aria-hidden="true" className="size-3.5 shrink-0" />
      </ExternalAnchor>
    )
  }
  if (attachmentId !== undefined) {
    return (
      <>
        <IconButton size="sm" label={t('chat.sources.open', { title })} onClick={() => setReading(true)}>
          <ArrowUpRight />
        </IconButton>
        {reading ? (
          <AttachmentDialog id={attachmentId} name={title} onClose={() => setReading(false)} />
        ) : null}
      </>
    )
  }
  if (conversationId === undefined) return null
  return (
    <IconButton
      size="sm"
      label={t('chat.sources.openChat', { title })}
      onClick={() => {
        if (messageId !== undefined) library.jump.setState({ jump: { conversationId, messageId } })
        navigate(conversationId)
      }}
    >
      <ArrowUpRight />
    </IconButton>
  )
}

export interface SourceRowProps {
  source: Source
  /** Counts up when its number was pressed in the text; 0: never. */
  asked: number
}

/** One source: what it is and where in it; the words that were used are behind it. */
export function SourceRow({ source, asked }: SourceRowProps) {
  const { t } = useTranslation()
  const Icon = icons[source.kind]
  const [open, setOpen] = useState(false)
  const row = useRef<HTMLButtonElement>(null)
  const excerptId = useId()
  useEffect(() => {
    if (asked === 0) return
    setOpen(true)
    row.current?.focus()
    row.current?.scrollIntoView({ block: 'nearest' })
  }, [asked])
  return (
    <li>
      <div className="eased flex min-w-0 items-center gap-1 rounded-md pr-1 hover:bg-hover">
        <button
          ref={row}
          type="button"
          aria-expanded={open}
          aria-controls={excerptId}
          onClick={() => setOpen(!open)}
          className="focus-ring flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-2.5 py-1.5 text-left text-sm focus-visible:outline-offset-[-2px]"
        >
          <span data-figure className="w-4 shrink-0 text-center font-medium text-accent text-xs">
            {source.number}
          </span>
          <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
          <span className="sr-only">{t(`chat.sources.${source.kind}`)}: </span>
          <span className="min-w-0 truncate">{revealHidden(source.title)}</span>
          {source.locator === undefined ? null : (
            <span className="shrink-0 text-muted text-xs">{source.locator}</span>
          )}
        </button>
        <OpenSource source={source} />
      </div>
      <div id={excerptId} hidden={!open} className="px-2.5 pb-2.5 pl-8.5">
        <blockquote
          dir="auto"
          className={cn(
            'max-h-40 overflow-y-auto whitespace-pre-wrap border-line-strong border-l-2 pl-3 text-muted text-sm [overflow-wrap:anywhere]',
          )}
        >
          {revealHidden(source.excerpt)}
        </blockquote>
      </div>
    </li>
  )
}
