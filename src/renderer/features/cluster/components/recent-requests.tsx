import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeView, RequestRecord } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { Section } from '../../../components'
import { formatAgo, formatDuration } from '../../../format'
import { formatRoute } from '../../../navigation'
import { Skeleton, StatusDot, type StatusShape } from '../../../ui'

const shown = 8

const shapes: Readonly<Record<RequestRecord['outcome'], StatusShape>> = {
  complete: 'ok',
  failed: 'danger',
  cancelled: 'off',
  rejected: 'warn',
}

/** The newest the node ended, read again whenever it has ended more. */
function useRecentRequests({ name, statistics }: NodeView): RequestRecord[] | 'failed' | null {
  const client = useClient()
  const [records, setRecords] = useState<RequestRecord[] | 'failed' | null>(null)
  const ended = statistics.requests + statistics.tokens
  // biome-ignore lint/correctness/useExhaustiveDependencies: more that ended is the reason to look again
  useEffect(() => {
    const lifetime = new AbortController()
    client.call('activity.listRequests', { node: name, limit: shown }, { signal: lifetime.signal }).then(
      page => setRecords(page.records),
      () => {
        if (!lifetime.signal.aborted) setRecords(before => before ?? 'failed')
      },
    )
    return () => lifetime.abort()
  }, [client, name, ended])
  return records
}

/** What it was asked lately and why it was chosen; each leads to its details. */
export function RecentRequests({ node, now }: { node: NodeView; now: number }) {
  const { t } = useTranslation()
  const records = useRecentRequests(node)
  return (
    <Section title={t('cluster.node.recent.title')}>
      {records === null ? (
        <Skeleton className="h-16 w-full" />
      ) : records === 'failed' ? (
        <p className="text-muted text-sm">{t('cluster.node.recent.failed')}</p>
      ) : records.length === 0 ? (
        <p className="text-muted text-sm">{t('cluster.node.recent.none')}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
          {records.map(record => (
            <li key={record.id}>
              <a
                href={formatRoute({ page: 'activity', request: record.id })}
                className="focus-ring eased flex flex-col gap-0.5 rounded-lg px-3 py-2 hover:bg-hover"
              >
                <span className="flex items-baseline justify-between gap-3 text-sm">
                  <StatusDot
                    shape={shapes[record.outcome]}
                    label={t(`cluster.node.recent.outcome.${record.outcome}`, {
                      time: formatDuration(record.durationMs),
                    })}
                  />
                  <span className="shrink-0 text-muted text-xs">{formatAgo(record.startedAt, now)}</span>
                </span>
                {record.reason === '' ? null : (
                  <span className="line-clamp-2 text-muted text-xs">{spoken(record.reason, t)}</span>
                )}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
