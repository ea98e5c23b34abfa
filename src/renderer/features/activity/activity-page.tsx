import { Activity, Ellipsis, Trash2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../client'
import { useCluster } from '../../mirrors'
import { navigate } from '../../navigation'
import {
  AlertDialog,
  Banner,
  Button,
  DropdownMenu,
  EmptyState,
  IconButton,
  MenuItem,
  Skeleton,
  toast,
} from '../../ui'
import { type ActivityStore, createActivityStore } from './activity-store'
import { ActivityFilters } from './components/activity-filters'
import { RequestDrawer } from './components/request-drawer'
import { RequestTable } from './components/request-table'
import { StatisticsPanel } from './components/statistics-panel'

/** Every request and how it went. `request` is the one whose details are open. */
export function ActivityPage({ request }: { request: string | null }) {
  const client = useClient()
  const [activity] = useState(() => createActivityStore(client))
  useEffect(() => activity.start(), [activity])
  return (
    <div className="mx-auto flex h-full min-h-[560px] w-full max-sm:h-auto max-w-[1440px] flex-col gap-4 px-4 py-4 sm:px-6 sm:py-5">
      <Header activity={activity} />
      <div className="@container shrink-0">
        <StatisticsPanel />
      </div>
      <Keeping activity={activity} />
      <List activity={activity} />
      <OpenedRequest activity={activity} id={request} />
    </div>
  )
}

function Header({ activity }: { activity: ActivityStore }) {
  const filter = useStore(activity.store, state => state.filter)
  const nodes = useCluster()?.nodes
  const names = useMemo(() => (nodes ?? []).map(({ name }) => name), [nodes])
  const [clearing, setClearing] = useState(false)
  return (
    <header className="flex min-h-8 shrink-0 flex-wrap items-center gap-2">
      <h1 className="mr-auto font-semibold text-lg">Activity</h1>
      <div className="max-md:order-last max-md:w-full">
        <ActivityFilters filter={filter} nodes={names} onChange={activity.setFilter} />
      </div>
      <DropdownMenu
        trigger={
          <IconButton label="More" variant="secondary">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Trash2 />} onSelect={() => setClearing(true)}>
          Forget all requests…
        </MenuItem>
      </DropdownMenu>
      {clearing ? (
        <AlertDialog
          open
          onOpenChange={() => setClearing(false)}
          title="Forget all requests?"
          description="How every request went until now is deleted, and the statistics with it. Conversations stay."
          action="Forget"
          danger
          onConfirm={() => {
            activity.clear().then(
              () => toast.success('All requests were forgotten'),
              () => toast.error('The requests could not be deleted'),
            )
          }}
        />
      ) : null}
    </header>
  )
}

/** What one must know of the list before trusting it to be whole. */
function Keeping({ activity }: { activity: ActivityStore }) {
  const { kept, problem, error } = useStore(activity.store)
  if (error !== null) {
    return (
      <Banner
        tone="danger"
        title={error}
        actions={
          <Button size="sm" onClick={() => activity.again()}>
            Try again
          </Button>
        }
      />
    )
  }
  if (kept === 'memory') {
    return (
      <Banner tone="warn" title="Only the newest requests are kept, in memory">
        {problem}
      </Banner>
    )
  }
  if (kept === 'off') {
    return (
      <Banner title="Requests are not kept">
        You see those that end while this page is open. cluster.request_log.enabled in harombe.yaml keeps
        them.
      </Banner>
    )
  }
  return null
}

function List({ activity }: { activity: ActivityStore }) {
  const status = useStore(activity.store, state => state.status)
  const isEmpty = useStore(activity.store, state => state.records.length === 0)
  const isFiltered = useStore(activity.store, state => Object.keys(state.filter).length > 0)
  if (status === 'loading') return <Skeleton className="min-h-80 w-full flex-1" />
  if (!isEmpty) return <RequestTable activity={activity} />
  if (status === 'failed') return null
  return isFiltered ? (
    <EmptyState
      className="flex-1"
      icon={<Activity />}
      title="No request like that"
      actions={<Button onClick={() => activity.setFilter({})}>Show all</Button>}
    >
      Nothing that ended fits these filters. What ends now and does appears here by itself.
    </EmptyState>
  ) : (
    <EmptyState className="flex-1" icon={<Activity />} title="Nothing was asked yet">
      Every request that ends appears here with the node that answered, why, and how long it took. What was
      said is not kept here.
    </EmptyState>
  )
}

function OpenedRequest({ activity, id }: { activity: ActivityStore; id: string | null }) {
  const record = useStore(activity.store, state => state.records.find(candidate => candidate.id === id))
  if (record === undefined) return null
  return <RequestDrawer record={record} onClose={() => navigate({ page: 'activity', request: null })} />
}
