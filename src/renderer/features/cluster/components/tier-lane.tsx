import { useTranslation } from 'react-i18next'
import type { ActiveRequest, TierStatistics } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { TierGlyph } from '../../../components'
import { Card, cn, Skeleton } from '../../../ui'
import { type Lane, standInTier } from '../lanes'
import { tierFigures } from '../tier-figures'
import { NodeCard } from './node-card'

const none: readonly ActiveRequest[] = []

export interface TierLaneProps {
  lane: Lane
  lanes: readonly Lane[]
  requests: ReadonlyMap<string | null, ActiveRequest[]>
  statistics: TierStatistics | undefined
}

export function TierLane({ lane, lanes, requests, statistics }: TierLaneProps) {
  const { t } = useTranslation()
  const name = tierName(lane.tier, t)
  const many = lane.nodes.length > 30
  const figures = tierFigures(statistics, t)
  return (
    <section
      aria-label={t('cluster.dashboard.lane.label', { name, tier: lane.tier })}
      className="@container flex min-w-0 flex-col gap-2.5"
    >
      <header className="flex flex-wrap items-center gap-x-2 gap-y-0.5 px-0.5">
        <TierGlyph tier={lane.tier} />
        <h2 className="font-semibold text-sm">{name}</h2>
        <span className="text-muted text-xs @max-[16rem]:hidden">
          {t('cluster.dashboard.lane.tier', { tier: lane.tier })}
        </span>
        <span data-figure className="ml-auto text-muted text-xs">
          {lane.nodes.length === 0
            ? t('cluster.dashboard.lane.noNode')
            : t('cluster.dashboard.lane.online', { online: lane.online, enabled: lane.enabled })}
        </span>
        {/* Two lines always, so that the cards stay where they are when the first answer comes. */}
        <p data-figure className="w-full text-muted text-xs">
          <span className="block truncate">{figures.counts}</span>
          <span className="block min-h-4.5 truncate">{figures.speed}</span>
        </p>
      </header>
      {lane.nodes.length === 0 ? (
        <EmptyLane lane={lane} lanes={lanes} />
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,250px),1fr))] gap-2.5">
          {lane.nodes.map(node => (
            <li
              key={node.name}
              className={cn(
                'min-w-0',
                many && '-m-1 p-1 [contain-intrinsic-size:auto_210px] [content-visibility:auto]',
              )}
            >
              <NodeCard node={node} requests={requests.get(node.name) ?? none} sparing={many} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function EmptyLane({ lane, lanes }: { lane: Lane; lanes: readonly Lane[] }) {
  const { t } = useTranslation()
  const standIn = standInTier(lane.tier, lanes)
  return (
    <p className="rounded-lg border border-line-strong border-dashed px-4 py-6 text-center text-muted text-xs">
      {standIn === null
        ? t('cluster.dashboard.lane.empty')
        : t('cluster.dashboard.lane.emptyStandIn', { tier: tierName(standIn, t) })}
    </p>
  )
}

export function LaneSkeleton() {
  return (
    <div className="flex flex-col gap-2.5" aria-hidden="true">
      <Skeleton className="mx-0.5 h-5 w-28" />
      <Card className="flex flex-col gap-3 p-3.5">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-8 w-full" />
      </Card>
    </div>
  )
}
