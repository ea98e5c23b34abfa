import { ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActiveRequest, ClusterSummary } from '../../../../shared/entities'
import { formatCount } from '../../../format'
import { formatRoute } from '../../../navigation'
import { Card, StatusDot, type StatusShape } from '../../../ui'
import { useNow } from '../../../use-now'
import { byProgress, motionText } from '../motion'
import { describeRequest } from './answering-line'

/** More are only counted: nobody reads a list of a thousand that changes every second. */
const maxShown = 50

const shapes: Record<ActiveRequest['state'], StatusShape> = {
  running: 'busy',
  routing: 'idle',
  queued: 'held',
  waiting: 'paused',
}

export interface MotionStripProps {
  requests: readonly ActiveRequest[]
  summary: ClusterSummary
}

/** What is in motion now, in one line that is always there; it opens into the list. */
export function MotionStrip({ requests, summary }: MotionStripProps) {
  const { t } = useTranslation()
  const text = motionText(requests, summary, t)
  if (requests.length === 0) {
    return (
      <Card className="px-4 py-2 text-muted text-xs">
        <p data-figure>{text}</p>
      </Card>
    )
  }
  return (
    <Card>
      <details className="group">
        <summary
          data-figure
          className="eased focus-ring flex list-none items-center gap-1.5 rounded-lg px-4 py-2 text-xs hover:bg-hover [&::-webkit-details-marker]:hidden"
        >
          <ChevronRight
            aria-hidden="true"
            className="-ml-1 size-3.5 shrink-0 text-muted transition-transform group-open:rotate-90"
          />
          {text}
        </summary>
        <RequestList requests={requests} />
      </details>
    </Card>
  )
}

function RequestList({ requests }: { requests: readonly ActiveRequest[] }) {
  const { t } = useTranslation()
  const now = useNow()
  const sorted = useMemo(() => [...requests].sort(byProgress), [requests])
  return (
    <ul className="flex max-h-64 flex-col divide-y divide-line overflow-y-auto border-line border-t">
      {sorted.slice(0, maxShown).map(request => (
        <li
          key={request.id}
          data-figure
          className="flex items-center gap-x-3 px-4 py-1.5 text-xs max-sm:flex-wrap"
        >
          <StatusDot
            shape={shapes[request.state]}
            label={describeRequest(request, now, t)}
            className="min-w-0 whitespace-normal"
          />
          {request.node === null ? null : (
            <a
              href={formatRoute({ page: 'cluster', node: request.node })}
              className="focus-ring ml-auto min-w-0 truncate max-sm:ml-4 rounded-xs font-medium text-ink normal-nums hover:underline"
            >
              {request.node}
            </a>
          )}
        </li>
      ))}
      {sorted.length > maxShown ? (
        <li className="px-4 py-1.5 text-muted text-xs">
          {t('cluster.dashboard.motion.more', { number: formatCount(sorted.length - maxShown) })}
        </li>
      ) : null}
    </ul>
  )
}
