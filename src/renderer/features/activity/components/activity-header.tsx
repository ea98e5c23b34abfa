import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { formatCount } from '../../../format'
import { useCluster } from '../../../mirrors'
import type { ActivityStore } from '../activity-store'
import { countOf } from '../request-counts'
import { ActivityFilters } from './activity-filters'
import { ActivityMenu } from './activity-menu'

export function ActivityHeader({ activity }: { activity: ActivityStore }) {
  const { t } = useTranslation()
  const filter = useStore(activity.store, state => state.filter)
  const counts = useStore(activity.store, state => state.counts)
  const nodes = useCluster()?.nodes
  const names = useMemo(() => (nodes ?? []).map(({ name }) => name), [nodes])
  return (
    <header className="flex min-h-8 shrink-0 flex-wrap items-center gap-2">
      <h1 className="font-semibold text-lg">{t('activity.title')}</h1>
      <ShownCount activity={activity} />
      <div className="order-last w-full lg:order-none lg:w-auto">
        <ActivityFilters filter={filter} nodes={names} counts={counts} onChange={activity.setFilter} />
      </div>
      <ActivityMenu activity={activity} />
    </header>
  )
}

/** "12 of 3,456 requests". */
function ShownCount({ activity }: { activity: ActivityStore }) {
  const { t } = useTranslation()
  const filter = useStore(activity.store, state => state.filter)
  const counts = useStore(activity.store, state => state.counts)
  const all = countOf(counts, {})
  const part = countOf(counts, filter)
  const text =
    all === null || part === null
      ? ''
      : part === all
        ? t('activity.shown', { count: all, figure: formatCount(all) })
        : t('activity.shownOf', { count: all, part: formatCount(part), figure: formatCount(all) })
  return (
    <p role="status" data-figure className="mr-auto min-w-0 truncate pl-1 text-muted text-sm">
      {text}
    </p>
  )
}
