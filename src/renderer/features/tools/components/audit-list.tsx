import { ScrollText } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { toolTitle } from '../../../components'
import { plural } from '../../../format'
import { texts } from '../../../texts'
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
  const { tool, decision } = filter
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Tool"
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
        <option value="">All tools</option>
        {names.map(name => (
          <option key={name} value={name}>
            {toolTitle(name, texts.t)}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Decision"
        value={decision ?? ''}
        onChange={event => {
          const chosen = decisions.find(each => each === event.target.value)
          onChange({
            ...(tool === undefined ? {} : { tool }),
            ...(chosen === undefined ? {} : { decision: chosen }),
          })
        }}
      >
        <option value="">All lines</option>
        {decisions.map(each => (
          <option key={each} value={each}>
            {decisionText(each)}
          </option>
        ))}
      </Select>
      {tool === undefined && decision === undefined ? null : (
        <Button variant="ghost" onClick={() => onChange({})}>
          Show all
        </Button>
      )}
    </div>
  )
}

/** What was asked, decided and done: the file that is only ever added to. `toolNames`: those there are now. */
export function AuditList({ toolNames }: { toolNames: readonly string[] }) {
  const client = useClient()
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
  if (status === 'loading') return <Skeleton className="min-h-80 w-full flex-1" />
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {error === null ? null : <Problem title={error} onRetry={() => void audit.refresh()} />}
      {entries.length === 0 ? (
        error === null ? (
          <EmptyState className="flex-1" icon={<ScrollText />} title="Nothing was asked for yet">
            Every call of a tool is written down here: what it was, who decided, and how it ended. Never what
            it brought.
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
              {looksOn ? 'Looking further back' : 'No line like that'} in the newest{' '}
              {plural(entries.length, 'line')}.
            </p>
          )}
          {isFiltered && hasMore && !looksOn ? (
            <Button size="sm" className="self-start" onClick={() => setMost(entries.length + linesAtOnce)}>
              Look further back than {plural(entries.length, 'line')}
            </Button>
          ) : null}
        </>
      )}
      {openedEntry === undefined ? null : <AuditDrawer entry={openedEntry} onClose={() => setOpened(null)} />}
    </div>
  )
}
