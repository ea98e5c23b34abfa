import { Activity, FilterX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import { Stage } from '../../components'
import { navigate } from '../../navigation'
import { Banner, Button, Dialog, EmptyState, Skeleton } from '../../ui'
import { type ActivityStore, createActivityStore } from './activity-store'
import { ActivityHeader } from './components/activity-header'
import { RequestDrawer } from './components/request-drawer'
import { RequestTable } from './components/request-table'
import { StatisticsPanel } from './components/statistics-panel'

/** Every request and how it went. `request` is the one whose details are open. */
export function ActivityPage({ request }: { request: string | null }) {
  const client = useClient()
  const [activity] = useState(() => createActivityStore(client))
  useEffect(() => activity.start(), [activity])
  return (
    <div className="mx-auto flex h-full min-h-[560px] w-full max-w-[1440px] flex-col gap-4 px-4 py-4 max-sm:h-auto sm:px-6 sm:py-5">
      <ActivityHeader activity={activity} />
      <div className="@container shrink-0">
        <StatisticsPanel />
      </div>
      <Keeping activity={activity} />
      <List activity={activity} />
      {request === null ? null : <OpenedRequest activity={activity} id={request} />}
    </div>
  )
}

/** What one must know of the list before trusting it to be whole. */
function Keeping({ activity }: { activity: ActivityStore }) {
  const { t } = useTranslation()
  const { kept, problem, error } = useStore(activity.store)
  if (error !== null) {
    return (
      <Banner
        tone="danger"
        title={error}
        actions={
          <Button size="sm" onClick={() => activity.again()}>
            {t('common.retry')}
          </Button>
        }
      />
    )
  }
  if (kept === 'memory') {
    return (
      <Banner tone="warn" title={t('activity.kept.memory')}>
        {problem === null ? undefined : spoken(problem, t)}
      </Banner>
    )
  }
  return kept === 'off' ? <Banner title={t('activity.kept.off')}>{t('activity.kept.offHint')}</Banner> : null
}

function List({ activity }: { activity: ActivityStore }) {
  const { t } = useTranslation()
  const status = useStore(activity.store, state => state.status)
  const isEmpty = useStore(activity.store, state => state.records.length === 0)
  const isFiltered = useStore(activity.store, state => Object.keys(state.filter).length > 0)
  if (status === 'loading') {
    return (
      <Stage text={t('activity.loading')} className="flex-1">
        <Skeleton className="h-80 w-full" />
      </Stage>
    )
  }
  if (!isEmpty) return <RequestTable activity={activity} />
  if (status === 'failed') return null
  return isFiltered ? (
    <EmptyState
      className="flex-1"
      icon={<FilterX />}
      title={t('activity.noMatch.title')}
      actions={<Button onClick={() => activity.setFilter({})}>{t('activity.showAll')}</Button>}
    >
      {t('activity.noMatch.text')}
    </EmptyState>
  ) : (
    <EmptyState className="flex-1" icon={<Activity />} title={t('activity.empty.title')}>
      {t('activity.empty.text')}
    </EmptyState>
  )
}

const close = () => navigate({ page: 'activity', request: null })

function OpenedRequest({ activity, id }: { activity: ActivityStore; id: string }) {
  const record = useStore(activity.store, state => state.records.find(candidate => candidate.id === id))
  const isListed = useStore(activity.store, state => state.status === 'ready')
  if (record !== undefined) return <RequestDrawer record={record} onClose={close} />
  return isListed ? <MissingRequest activity={activity} /> : null
}

/** An address that was kept may lead further back than what is loaded, or to what was forgotten. */
function MissingRequest({ activity }: { activity: ActivityStore }) {
  const { t } = useTranslation()
  const isMore = useStore(activity.store, state => state.next !== null)
  return (
    <Dialog
      open
      onOpenChange={close}
      width="sm"
      title={t('activity.drawer.gone')}
      footer={<Button onClick={close}>{t('common.close')}</Button>}
    >
      <p className="text-muted text-sm">
        {isMore ? t('activity.drawer.earlier') : t('activity.drawer.goneHint')}
      </p>
    </Dialog>
  )
}
