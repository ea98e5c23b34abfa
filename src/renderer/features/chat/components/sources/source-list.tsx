import { BookOpen, ChevronRight } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../../../ui'
import { SourceRow } from './source-row'
import type { CitedSources } from './use-citations'

/** What an answer was made of, under it. */
export function SourceList({ sources, open, setOpen, cited }: CitedSources) {
  const { t } = useTranslation()
  const listId = useId()
  if (sources.length === 0) return null
  return (
    <section aria-label={t('chat.sources.label')} className="mt-3">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={listId}
        onClick={() => setOpen(!open)}
        className="focus-ring eased -ml-2 flex min-h-8 items-center gap-2 rounded-md px-2 text-muted text-sm hover:bg-hover hover:text-ink"
      >
        <BookOpen aria-hidden="true" className="size-4" />
        {t('chat.sources.count', { count: sources.length })}
        <ChevronRight
          aria-hidden="true"
          className={cn('size-4 transition-transform duration-(--motion-fast)', open && 'rotate-90')}
        />
      </button>
      <ol
        id={listId}
        hidden={!open}
        className="mt-1 flex flex-col divide-y divide-line rounded-lg border border-line [&[hidden]]:hidden"
      >
        {sources.map(source => (
          <SourceRow
            key={source.number}
            source={source}
            asked={cited?.number === source.number ? cited.count : 0}
          />
        ))}
      </ol>
    </section>
  )
}
