import { useTranslation } from 'react-i18next'
import type { ConfigVersion } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { formatMoment } from '../../../format-moment'
import { Badge, cn } from '../../../ui'

const mostChanges = 3

export interface VersionListProps {
  versions: readonly ConfigVersion[]
  /** Of the file as it stands on disk; null when there is none. */
  digest: string | null
  selected: number | null
  onSelect(version: number): void
}

/** Versions, newest first. */
export function VersionList({ versions, digest, selected, onSelect }: VersionListProps) {
  const { t } = useTranslation()
  // Going back makes a version with the text of an old one: the newest of them is the one on disk.
  const current = versions.find(version => version.digest === digest)
  return (
    <ul aria-label={t('config.history.list')} className="flex flex-col gap-0.5">
      {versions.map(version => (
        <li key={version.version}>
          <VersionRow
            version={version}
            isCurrent={version === current}
            isSelected={version.version === selected}
            onSelect={() => onSelect(version.version)}
          />
        </li>
      ))}
    </ul>
  )
}

interface VersionRowProps {
  version: ConfigVersion
  isCurrent: boolean
  isSelected: boolean
  onSelect(): void
}

function VersionRow({ version: of, isCurrent, isSelected, onSelect }: VersionRowProps) {
  const { t, i18n } = useTranslation()
  const { version, at, by, action, outcome, changes } = of
  const more = changes.length - mostChanges
  return (
    <button
      type="button"
      aria-current={isSelected || undefined}
      onClick={onSelect}
      className={cn(
        'focus-ring eased flex w-full flex-col gap-0.5 rounded-md px-3 py-2 text-left hover:bg-hover focus-visible:outline-offset-[-2px]',
        isSelected && 'bg-pressed',
      )}
    >
      <span className="flex w-full flex-wrap items-center gap-x-2 gap-y-0.5 text-sm">
        <span className="font-medium">{t('config.history.version', { version })}</span>
        {of.isApplied ? <Badge tone="ok">{t('config.history.applied')}</Badge> : null}
        {isCurrent ? <Badge tone="outline">{t('config.history.current')}</Badge> : null}
        <LineCounts version={of} />
      </span>
      <span className="text-muted text-xs">
        {t('config.history.line', {
          action: t(`config.history.action.${action}`),
          by: t(`config.apply.by.${by}`),
        })}
        {' · '}
        {formatMoment(at, i18n.language)}
      </span>
      {outcome === null || outcome === 'done' ? null : (
        <span className="text-warn text-xs">{t(`config.history.outcome.${outcome}`)}</span>
      )}
      {changes.length === 0 ? null : (
        <span className="text-xs [overflow-wrap:anywhere]">
          {changes
            .slice(0, mostChanges)
            .map(change => spoken(change, t))
            .join(' · ')}
          {more > 0 ? ` · ${t('config.history.more', { count: more })}` : null}
        </span>
      )}
    </button>
  )
}

function LineCounts({ version: { linesAdded: added, linesRemoved: removed } }: { version: ConfigVersion }) {
  const { t } = useTranslation()
  if (added === 0 && removed === 0) return null
  return (
    <span className="ml-auto flex shrink-0 gap-1.5 font-mono text-2xs">
      <span className="sr-only">{t('config.history.lines', { added, removed })}</span>
      {added === 0 ? null : (
        <span aria-hidden="true" className="text-ok">
          +{added}
        </span>
      )}
      {removed === 0 ? null : (
        <span aria-hidden="true" className="text-danger">
          −{removed}
        </span>
      )}
    </span>
  )
}
