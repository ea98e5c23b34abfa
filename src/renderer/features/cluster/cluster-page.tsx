import {
  Ellipsis,
  FlaskConical,
  Network,
  Plus,
  RefreshCw,
  Route as RouteIcon,
  SlidersHorizontal,
  Square,
  Stethoscope,
} from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { NodeView } from '../../../shared/entities'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import { useCommand } from '../../commands'
import { ConvergenceNote } from '../../components'
import { useCluster, useClusterState } from '../../mirrors'
import { navigate } from '../../navigation'
import {
  AlertDialog,
  Badge,
  Banner,
  Button,
  DropdownMenu,
  EmptyState,
  IconButton,
  MenuItem,
  Skeleton,
  Spinner,
} from '../../ui'
import { useClusterStore, useIsBusy } from './cluster-context'
import { MotionStrip } from './components/motion-strip'
import { NetworkDialog } from './components/network-dialog'
import { NodeDialog, type NodeDialogSubject } from './components/node-dialog'
import { NodeDrawer } from './components/node-drawer'
import { RoutingDrawer } from './components/routing-drawer'
import { SummaryStrip } from './components/summary-strip'
import { LaneSkeleton, TierLane } from './components/tier-lane'
import { WhatIfDialog } from './components/what-if-dialog'
import { isEmptyCluster, projectLanes, requestsByNode, runningAnswersText } from './lanes'
import { NodeDialogProvider } from './node-actions'
import { notify } from './notify'
import { createRoutingStore, type RoutingStore } from './routing-store'
import { createStatisticsStore, type StatisticsStore } from './statistics/statistics-store'
import { VerdictPanel } from './statistics/verdict-panel'
import { headerFacts } from './summary-figures'
import { createWhatIfStore, type WhatIfStore } from './what-if-store'

type OpenDialog =
  | { kind: 'node'; subject: NodeDialogSubject }
  | { kind: 'remove'; node: NodeView }
  | { kind: 'whatIf' }
  | { kind: 'routing' }
  | { kind: 'network' }

/** The dashboard. `selected` is the node whose drawer is open, by name. */
export function ClusterPage({ selected }: { selected: string | null }) {
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const view = useCluster()
  const tools = useRoutingTools()
  const statistics = useStatistics()
  const addNode = () => setDialog({ kind: 'node', subject: { preset: {} } })
  useCommand('addNode', addNode)
  useCommand('askWhatIf', () => setDialog({ kind: 'whatIf' }))
  return (
    <NodeDialogProvider
      value={(action, node) =>
        setDialog(action === 'edit' ? { kind: 'node', subject: { node } } : { kind: 'remove', node })
      }
    >
      <div className="@container mx-auto flex w-full max-w-[1440px] flex-col gap-5 px-4 py-4 sm:px-6 sm:py-5">
        <PageHeader
          onAdd={addNode}
          onWhatIf={() => setDialog({ kind: 'whatIf' })}
          onRouting={() => setDialog({ kind: 'routing' })}
          onCheckNetwork={() => setDialog({ kind: 'network' })}
        />
        {view !== null && isEmptyCluster(view) ? (
          <EmptyCluster onAdd={addNode} />
        ) : (
          <Dashboard statistics={statistics} onAdd={addNode} />
        )}
      </div>
      <SelectedNode name={selected} />
      <PageDialog dialog={dialog} selected={selected} tools={tools} onClose={() => setDialog(null)} />
    </NodeDialogProvider>
  )
}

interface RoutingTools {
  routing: RoutingStore
  whatIf: WhatIfStore
}

/** What is asked in the what-if box stays while the page is shown. */
function useRoutingTools(): RoutingTools {
  const client = useClient()
  const [tools] = useState(() => ({
    routing: createRoutingStore(client, notify),
    whatIf: createWhatIfStore(client),
  }))
  useEffect(() => tools.routing.mirror.start(), [tools])
  return tools
}

/** Looked at while the page is shown. */
function useStatistics(): StatisticsStore {
  const client = useClient()
  const [statistics] = useState(() => createStatisticsStore(client))
  useEffect(() => statistics.start(), [statistics])
  return statistics
}

interface PageHeaderProps {
  onAdd(): void
  onWhatIf(): void
  onRouting(): void
  onCheckNetwork(): void
}

function PageHeader({ onAdd, onWhatIf, onRouting, onCheckNetwork }: PageHeaderProps) {
  const { t } = useTranslation()
  const cluster = useClusterStore()
  const busy = useIsBusy('*')
  const demo = useClusterState(state => state.view?.demoRunning ?? false)
  const empty = useClusterState(state => state.view !== null && isEmptyCluster(state.view))
  return (
    <header className="flex min-h-8 flex-wrap items-center gap-2">
      <h1 className="mr-1 font-semibold text-lg">{t('cluster.dashboard.title')}</h1>
      {demo ? (
        <Badge tone="outline">
          <FlaskConical aria-hidden="true" />
          {t('cluster.dashboard.demoRunning')}
        </Badge>
      ) : null}
      {empty ? null : (
        <DropdownMenu
          trigger={
            <IconButton
              label={t('cluster.dashboard.more')}
              variant="secondary"
              className="ml-auto"
              aria-busy={busy || undefined}
            >
              {busy ? <Spinner /> : <Ellipsis />}
            </IconButton>
          }
        >
          <MenuItem icon={<RefreshCw />} onSelect={() => void cluster.checkAll()}>
            {t('cluster.dashboard.checkAll')}
          </MenuItem>
          <MenuItem icon={<Stethoscope />} onSelect={onCheckNetwork}>
            {t('cluster.dashboard.checkNetwork')}
          </MenuItem>
          {demo ? (
            <MenuItem icon={<Square />} onSelect={() => void cluster.stopDemo()}>
              {t('cluster.dashboard.stopDemo')}
            </MenuItem>
          ) : (
            <MenuItem icon={<FlaskConical />} onSelect={() => void cluster.startDemo()}>
              {t('cluster.dashboard.startDemo')}
            </MenuItem>
          )}
        </DropdownMenu>
      )}
      {empty ? null : (
        <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
          {demo ? (
            <Button
              icon={<Square />}
              busy={busy}
              onClick={() => void cluster.stopDemo()}
              className="max-sm:hidden"
            >
              {t('cluster.dashboard.stopDemoShort')}
            </Button>
          ) : null}
          <Button icon={<SlidersHorizontal />} onClick={onRouting} className="max-sm:flex-1">
            {t('cluster.dashboard.routing')}
          </Button>
          <Button icon={<RouteIcon />} onClick={onWhatIf} className="max-sm:flex-1">
            {t('cluster.dashboard.whatIf')}
          </Button>
          <Button variant="primary" icon={<Plus />} onClick={onAdd} className="max-sm:flex-1">
            {t('cluster.dashboard.addNode')}
          </Button>
        </div>
      )}
    </header>
  )
}

function Dashboard({ statistics, onAdd }: { statistics: StatisticsStore; onAdd(): void }) {
  const { t } = useTranslation()
  const { view, error } = useClusterState(state => state)
  const today = useStore(statistics.store, state => state.today)
  const lanes = useMemo(() => (view === null ? null : projectLanes(view.nodes)), [view])
  const requests = useMemo(() => requestsByNode(view?.requests ?? []), [view?.requests])
  return (
    <>
      {error === null ? null : <Banner tone="danger" title={spoken(error, t)} />}
      <ConvergenceNote />
      <SummaryStrip facts={view === null ? null : headerFacts(view.summary, today)} />
      {view === null ? null : <VerdictPanel view={view} statistics={statistics} onAdd={onAdd} />}
      {view === null ? (
        <Skeleton className="h-8.5 w-full" />
      ) : (
        <MotionStrip requests={view.requests} summary={view.summary} />
      )}
      <div className="grid grid-cols-1 items-start gap-5 @min-[46rem]:grid-cols-3">
        {lanes === null
          ? [0, 1, 2].map(index => <LaneSkeleton key={index} />)
          : lanes.map(lane => (
              <TierLane
                key={lane.tier}
                lane={lane}
                lanes={lanes}
                requests={requests}
                statistics={view?.summary.tiers.find(({ tier }) => tier === lane.tier)}
              />
            ))}
      </div>
    </>
  )
}

function EmptyCluster({ onAdd }: { onAdd(): void }) {
  const { t } = useTranslation()
  const cluster = useClusterStore()
  const busy = useIsBusy('*')
  return (
    <EmptyState
      className="py-20"
      icon={<Network />}
      title={t('cluster.dashboard.empty.title')}
      actions={
        <>
          <Button variant="primary" icon={<Plus />} onClick={onAdd}>
            {t('cluster.dashboard.addNode')}
          </Button>
          <Button icon={<FlaskConical />} busy={busy} onClick={() => void cluster.startDemo()}>
            {t('cluster.dashboard.empty.tryDemo')}
          </Button>
        </>
      }
    >
      {t('cluster.dashboard.empty.text')}
    </EmptyState>
  )
}

function SelectedNode({ name }: { name: string | null }) {
  const view = useCluster()
  const node = view?.nodes.find(candidate => candidate.name === name)
  if (view === null || node === undefined) return null
  return (
    <NodeDrawer
      node={node}
      requests={view.requests.filter(request => request.node === node.name)}
      onClose={() => navigate({ page: 'cluster', node: null })}
    />
  )
}

interface PageDialogProps {
  dialog: OpenDialog | null
  tools: RoutingTools
  selected: string | null
  onClose(): void
}

function PageDialog({ dialog, selected, tools, onClose }: PageDialogProps) {
  const { t } = useTranslation()
  const cluster = useClusterStore()
  const preference = useStore(tools.routing.mirror.store, state => state.view?.preference ?? null)
  if (dialog === null) return null
  switch (dialog.kind) {
    case 'node':
      return (
        <NodeDialog
          subject={dialog.subject}
          onClose={onClose}
          onSaved={node => {
            // The drawer of a renamed node would otherwise look for its old name.
            if ('node' in dialog.subject && dialog.subject.node.name === selected) {
              navigate({ page: 'cluster', node: node.name }, { replace: true })
            }
          }}
        />
      )
    case 'network':
      return <NetworkDialog onClose={onClose} />
    case 'whatIf':
      return <WhatIfDialog whatIf={tools.whatIf} preference={preference} onClose={onClose} />
    case 'routing':
      return <RoutingDrawer routing={tools.routing} onClose={onClose} />
    case 'remove':
      return (
        // A question and no undo: what the file holds (its token, comments) does not come back from here.
        <AlertDialog
          open
          onOpenChange={onClose}
          title={t('cluster.dashboard.remove.title', { node: dialog.node.name })}
          description={[t('cluster.dashboard.remove.text'), runningAnswersText(dialog.node.activeRequests, t)]
            .join(' ')
            .trim()}
          action={t('cluster.dashboard.remove.action')}
          danger
          onConfirm={() => {
            if (dialog.node.name === selected) navigate({ page: 'cluster', node: null }, { replace: true })
            void cluster.remove(dialog.node.name)
          }}
        />
      )
  }
}
