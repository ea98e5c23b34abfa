import { memo, useDeferredValue, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActiveRequest, NodeView } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { NodeStatusBadge, SimulatedBadge } from '../../../components'
import { formatDuration, formatSpeed } from '../../../format'
import { formatRoute } from '../../../navigation'
import { Card, cn, Sparkline } from '../../../ui'
import { useNearViewport } from '../../../use-near-viewport'
import { useIsBusy } from '../cluster-context'
import { AnsweringLine } from './answering-line'
import { ConditionLines } from './condition-lines'
import { NodeMenu } from './node-menu'
import { MemoryLine, SlotsLine } from './node-meters'

export interface NodeCardProps {
  node: NodeView
  requests: readonly ActiveRequest[]
  /** One of very many: out of sight only its name is drawn, so that it can still be found and tabbed to. */
  sparing: boolean
}

/** The card is one large link to the node's drawer; the menu stands above it. */
export const NodeCard = memo(function NodeCard({ node, requests, sparing }: NodeCardProps) {
  const busy = useIsBusy(node.name)
  const card = useRef<HTMLDivElement>(null)
  // Deferred, so that cards which scroll near are drawn between frames and not instead of them.
  const near = useDeferredValue(useNearViewport(card, sparing))
  return (
    <Card
      as="article"
      aria-label={node.name}
      ref={card}
      className={cn(
        'eased relative flex flex-col gap-2.5 p-3.5 focus-within:border-line-strong hover:border-line-strong hover:shadow-md',
        node.status === 'disabled' && 'bg-canvas shadow-none',
        !near && 'min-h-[210px]',
      )}
      aria-busy={busy || undefined}
    >
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 font-semibold text-base">
          <a
            href={formatRoute({ page: 'cluster', node: node.name })}
            className="block truncate rounded-lg leading-6 outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:outline-offset-2"
          >
            {node.name}
          </a>
        </h3>
        {near ? <NodeStatusBadge node={node} className="font-medium text-xs" /> : null}
        {near ? <NodeMenu node={node} /> : null}
      </div>
      {near ? <CardDetails node={node} requests={requests} /> : null}
    </Card>
  )
})

function CardDetails({ node, requests }: Omit<NodeCardProps, 'sparing'>) {
  const { t } = useTranslation()
  return (
    <>
      <div className="-mt-2 flex min-h-5 items-center gap-2">
        <p
          className={cn('min-w-0 flex-1 truncate text-muted text-xs', node.model !== '' && 'font-mono')}
          title={node.model}
        >
          {node.model === '' ? t('cluster.node.noModel') : node.model}
        </p>
        {node.simulated ? <SimulatedBadge /> : null}
      </div>
      <CardBody node={node} />
      <div className="flex flex-col gap-1.5 border-line border-t pt-2.5">
        <SlotsLine node={node} />
        <MemoryLine node={node} />
        <div className="flex items-baseline gap-3">
          <AnsweringLine node={node} requests={requests} />
          {node.status === 'model_missing' ? <GetModelLink /> : null}
        </div>
        <ConditionLines node={node} />
      </div>
    </>
  )
}

/** Stands above the link that the card is. */
function GetModelLink() {
  const { t } = useTranslation()
  return (
    <a
      href={formatRoute({ page: 'models', model: null, node: null })}
      className="focus-ring relative ml-auto shrink-0 rounded-xs text-accent text-xs underline underline-offset-3"
    >
      {t('cluster.node.getModel')}
    </a>
  )
}

function CardBody({ node }: { node: NodeView }) {
  const { t } = useTranslation()
  if (node.error !== null && node.status !== 'disabled') {
    return (
      <div className="min-h-10">
        <p className="line-clamp-2 text-danger text-xs [overflow-wrap:anywhere]">
          {spoken(node.error.message, t)}
        </p>
      </div>
    )
  }
  const { ttftMs, tokensPerSecond } = node.statistics
  return (
    <div className="@container">
      <div className="flex min-h-10 items-end gap-4">
        <Reading label={t('cluster.node.ttft')} value={formatDuration(ttftMs)} />
        <Reading label={t('cluster.node.speed')} value={formatSpeed(tokensPerSecond)} />
        <div className="ml-auto flex min-w-0 flex-col items-end">
          <Sparkline
            values={node.latencyHistory}
            label={t('cluster.node.latencyIs', { time: formatDuration(node.latencyMs) })}
            className="h-5 w-full"
          />
          <span data-figure className="whitespace-nowrap text-muted text-xs">
            {/* In a narrow card the word would run into the reading beside it; the line above carries it for screen readers. */}
            <span className="@max-[15.5rem]:hidden">{t('cluster.node.latency')} </span>
            {formatDuration(node.latencyMs)}
          </span>
        </div>
      </div>
    </div>
  )
}

function Reading({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex shrink-0 flex-col">
      <span data-figure className="font-medium text-base">
        {value}
      </span>
      <span className="whitespace-nowrap text-muted text-xs">{label}</span>
    </div>
  )
}
