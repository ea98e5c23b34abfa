import { useTranslation } from 'react-i18next'
import { useConnectionStatus } from '../client'
import { useCluster } from '../mirrors'
import { formatRoute } from '../navigation'
import { StatusDot } from '../ui'
import { statusLine } from './status-line'

export function StatusBar() {
  const { t } = useTranslation()
  const line = statusLine(useConnectionStatus(), useCluster(), t)
  return (
    <footer
      data-figure
      data-region
      className="flex h-7 shrink-0 items-center gap-4 overflow-hidden border-line border-t bg-canvas px-3 text-muted text-xs max-sm:order-1 max-sm:gap-2 max-sm:px-2"
    >
      <a
        href={formatRoute({ page: 'cluster', node: null })}
        className="focus-ring eased shrink-0 rounded-xs hover:text-ink focus-visible:outline-offset-0"
      >
        <StatusDot shape={line.shape} label={line.text} />
      </a>
      {line.convergence === null ? null : (
        <a
          href={formatRoute({ page: 'config', panel: 'plan' })}
          className="focus-ring eased min-w-0 rounded-xs hover:text-ink focus-visible:outline-offset-0"
        >
          <StatusDot
            shape={line.convergence.shape}
            label={line.convergence.text}
            className="flex min-w-0 [&>span]:truncate"
          />
        </a>
      )}
      {line.isPaused ? (
        <StatusDot shape="paused" label={t('shell.status.paused')} className="min-w-0 [&>span]:truncate" />
      ) : null}
      {line.activity === null ? null : (
        <StatusDot shape="busy" label={line.activity} className="min-w-0 [&>span]:truncate" />
      )}
    </footer>
  )
}
