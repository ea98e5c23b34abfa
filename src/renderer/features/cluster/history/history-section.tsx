import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from '../../../client'
import { followStream } from '../../../client/follow-stream'
import { Section } from '../../../components'
import { Skeleton } from '../../../ui'
import { applyHistoryUpdate, type NodeHistory } from './node-history'

/** 22 kB that only whoever opens a node needs. */
const HistoryCharts = lazy(async () => ({ default: (await import('./history-charts')).HistoryCharts }))

type Followed = NodeHistory | 'failed' | null

function useNodeHistory(node: string): Followed {
  const client = useClient()
  const [history, setHistory] = useState<Followed>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    let current: NodeHistory | null = null
    followStream(
      client,
      'cluster.watchHistory',
      () => ({ node }),
      update => {
        current = applyHistoryUpdate(current, update)
        if (current === null) return 'restart'
        setHistory(current)
        return undefined
      },
      lifetime.signal,
      { endless: true },
    ).catch(() => {
      if (!lifetime.signal.aborted) setHistory('failed')
    })
    return () => lifetime.abort()
  }, [client, node])
  return history
}

/** The last quarter of an hour of a node, as the coordinator kept it. */
export function HistorySection({ node }: { node: string }) {
  const { t } = useTranslation()
  const history = useNodeHistory(node)
  return (
    <Section title={t('cluster.figures.history.title')}>
      {history === 'failed' ? (
        <p className="text-muted text-sm">{t('cluster.figures.history.failed')}</p>
      ) : history === null ? (
        <Loading />
      ) : (
        <Suspense fallback={<Loading />}>
          <HistoryCharts history={history} />
        </Suspense>
      )}
    </Section>
  )
}

function Loading() {
  const { t } = useTranslation()
  return (
    <div role="status">
      <span className="sr-only">{t('cluster.figures.history.loading')}</span>
      <Skeleton className="h-28 w-full" />
    </div>
  )
}
