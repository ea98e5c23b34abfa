import { useTranslation } from 'react-i18next'
import type { NodeTestResult } from '../../../../shared/contract/cluster'
import { spoken } from '../../../../shared/texts/spoken'
import { backendNames } from '../../../components'
import { formatDuration, pageHint } from '../../../format'
import { Banner, cn, StatusDot } from '../../../ui'

/** What a test found, in one glance. */
export function TestResult({ result }: { result: NodeTestResult }) {
  const { t } = useTranslation()
  if (!result.reachable || result.error !== null) {
    return (
      <Banner
        tone="danger"
        title={result.error === null ? t('cluster.setup.result.silent') : spoken(result.error.message, t)}
      >
        {pageHint(result.error?.hint, t)}
      </Banner>
    )
  }
  const facts = [
    result.backend === null ? null : `${backendNames[result.backend]} ${result.version ?? ''}`.trim(),
    result.models.length === 0
      ? t('cluster.setup.result.noModel')
      : t('cluster.setup.result.models', { count: result.models.length }),
    formatDuration(result.latencyMs),
    result.simulated ? t('cluster.setup.result.simulated') : null,
  ].filter(fact => fact !== null)
  return (
    <div role="status" className={cn('flex items-center gap-2 rounded-lg bg-ok-soft px-4 py-2.5 text-sm')}>
      <StatusDot shape="ok" label={t('cluster.setup.result.answers')} className="font-medium" />
      <span className="min-w-0 truncate text-muted">{facts.join(' · ')}</span>
    </div>
  )
}
