import { ScrollText } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { Stage, toolTitle } from '../../../components'
import { formatCount } from '../../../format'
import { Button, EmptyState, Select, Skeleton } from '../../../ui'
import { createAuditStore } from '../audit-store'
import { type AuditFilter, decisions, decisionText, isMatch } from '../audit-words'
import { AuditDrawer } from './audit-drawer'
import { AuditTable } from './audit-table'
import { Problem } from './problem'

const refreshMs = 4_000
/** With a filter so many matches are looked for by itself, through at most so many lines a time. */
const enoughMatches = 60
const linesAtOnce = 4_000

function Filters({
  filter,
  names,
  onChange,
}: {
  filter: AuditFilter
  names: readonly string[]
  onChange(filter: AuditFilter): void
}) {
  const { t } = useTranslation()
  const { tool, decision } = filter
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t('tools.audit.tool')}
        className="max-w-56"
        value={tool ?? ''}
        onChange={event => {
          const chosen = event.target.value
          onChange({
            ...(chosen === '' ? {} : { tool: chosen }),
            ...(decision === undefined ? {} : { decision }),
          })
        }}
      >
        <option value="">{t('tools.audit.allTools')}</option>
        {names.map(name => (
          <option key={name} value={name}>
            {toolTitle(name, t)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('tools.audit.decision')}
        value={decision ?? ''}
        onChange={event => {
          const chosen = decisions.find(each => each === event.target.value)
          onChange({
            ...(tool === undefined ? {} : { tool }),
            ...(chosen === undefined ? {} : { decision: chosen }),
          })
        }}
      >
        <option value="">{t('tools.audit.allLines')}</option>
        {decisions.map(each => (
          <option key={each} value={each}>
            {decisionText(each, t)}
          </option>
        ))}
      </Select>
      {tool === undefined && decision === undefined ? null : (
        <Button variant="ghost" onClick={() => onChange({})}>
          {t('tools.audit.showAll')}
        </Button>
      )}
    </div>
  )
}

/** What was asked, decided and done: the file that is only ever added to. `toolNames`: those there are now. */
export function AuditList({ toolNames }: { toolNames: readonly string[] }) {
  const client = useClient()
  const { t } = useTranslation()
  const [audit] = useState(() => createAuditStore(client))
  const { entries, status, error, hasMore, isLoadingMore } = useStore(audit.store)
  const [filter, setFilter] = useState<AuditFilter>({})
  const [opened, setOpened] = useState<number | null>(null)
  const [most, setMost] = useState(linesAtOnce)
  const isFiltered = filter.tool !== undefined || filter.decision !== undefined

  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible') void audit.refresh()
    }
    refresh()
    const timer = setInterval(refresh, refreshMs)
    return () => clearInterval(timer)
  }, [audit])

  const matching = useMemo(
    () => (isFiltered ? entries.filter(entry => isMatch(entry, filter)) : entries),
    [entries, filter, isFiltered],
  )
  const names = useMemo(
    () => [...new Set([...toolNames, ...entries.map(({ tool }) => tool)])].sort(),
    [toolNames, entries],
  )
  const looksOn = isFiltered && matching.length < enoughMatches && hasMore && entries.length < most
  useEffect(() => {
    if (looksOn && !isLoadingMore) void audit.loadMore()
  }, [looksOn, isLoadingMore, audit])
  const onNearEnd = useCallback(() => {
    // With a filter the end may always be near.
    if (!isFiltered) void audit.loadMore()
  }, [audit, isFiltered])

  const openedEntry = entries.find(({ sequence }) => sequence === opened)
  const lines = { count: entries.length, figure: formatCount(entries.length) }
  if (status === 'loading') {
    return (
      <Stage text={t('tools.loading')} className="flex-1">
        <Skeleton className="h-80 w-full" />
      </Stage>
    )
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {error === null ? null : <Problem title={error} onRetry={() => void audit.refresh()} />}
      {entries.length === 0 ? (
        error === null ? (
          <EmptyState className="flex-1" icon={<ScrollText />} title={t('tools.audit.none')}>
            {t('tools.audit.noneHint')}
          </EmptyState>
        ) : null
      ) : (
        <>
          <Filters
            filter={filter}
            names={names}
            onChange={next => {
              setFilter(next)
              setMost(Math.max(linesAtOnce, entries.length + linesAtOnce))
            }}
          />
          {matching.length > 0 ? (
            <AuditTable entries={matching} hasMore={hasMore} onNearEnd={onNearEnd} onOpen={setOpened} />
          ) : (
            <p className="px-1 py-4 text-muted text-sm">
              {looksOn ? t('tools.audit.lookingBack', lines) : t('tools.audit.noMatch', lines)}
            </p>
          )}
          {isFiltered && hasMore && !looksOn ? (
            <Button size="sm" className="self-start" onClick={() => setMost(entries.length + linesAtOnce)}>
              {t('tools.audit.further', lines)}
            </Button>
          ) : null}
        </>
      )}
      {openedEntry === undefined ? null : <AuditDrawer entry={openedEntry} onClose={() => setOpened(null)} />}
    </div>
  )
}
