import type { NodeTestResult } from '../../../../shared/contract/cluster'
import { backendNames } from '../../../components'
import { formatDuration, pageHint, plural } from '../../../format'
import { Banner, cn, StatusDot } from '../../../ui'

/** What a test found, in one glance. */
export function TestResult({ result }: { result: NodeTestResult }) {
  if (!result.reachable || result.error !== null) {
    return (
      <Banner tone="danger" title={result.error?.message ?? 'It does not answer.'}>
        {pageHint(result.error?.hint)}
      </Banner>
    )
  }
  const facts = [
    result.backend === null ? null : `${backendNames[result.backend]} ${result.version ?? ''}`.trim(),
    result.models.length === 0 ? 'no model listed' : plural(result.models.length, 'model'),
    formatDuration(result.latencyMs),
    result.simulated ? 'simulated' : null,
  ].filter(fact => fact !== null)
  return (
    <div role="status" className={cn('flex items-center gap-2 rounded-lg bg-ok-soft px-4 py-2.5 text-sm')}>
      <StatusDot shape="ok" label="It answers" className="font-medium" />
      <span className="min-w-0 truncate text-muted">{facts.join(' · ')}</span>
    </div>
  )
}
