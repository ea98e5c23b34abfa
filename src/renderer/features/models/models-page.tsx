import { Boxes, Download, Network, Search } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ModelsView } from '../../../shared/entities'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import { useCommand } from '../../commands'
import { Stage } from '../../components'
import { formatCount } from '../../format'
import { navigate } from '../../navigation'
import { Banner, Button, Card, EmptyState, Input, Skeleton } from '../../ui'
import { useMediaQuery } from '../../use-media-query'
import { CellMenuProvider } from './components/cell-menu'
import { EngineCard } from './components/engine-card'
import { GetModelDialog } from './components/get-model-dialog'
import { JobList } from './components/job-list'
import { ModelDrawer } from './components/model-drawer'
import { ModelsMatrix } from './components/models-matrix'
import { NodeLists } from './components/node-lists'
import { RemoveDialog } from './components/remove-dialog'
import { DialogProvider, type ModelsDialog, useOpenDialog } from './dialogs'
import { filterRows, projectMatrix, runningJobs } from './matrix'
import { ServicesProvider, servicesFor, useModelsStore, useModelsView, useServices } from './services'
import { shownJobs } from './shown-jobs'

export interface ModelsPageProps {
  /** The model whose drawer is open, by name. */
  model: string | null
  /** Of which node's copy the drawer speaks. */
  node: string | null
}

/** Every model on every node, and what can be done about it. */
export function ModelsPage({ model, node }: ModelsPageProps) {
  const services = servicesFor(useClient())
  const [dialog, setDialog] = useState<ModelsDialog | null>(null)
  useCommand('getModel', () => setDialog({ kind: 'get', preset: {} }))
  useEffect(() => services.mirror.start(), [services])
  return (
    <ServicesProvider value={services}>
      <DialogProvider value={setDialog}>
        <Content />
        {model === null ? null : <Drawer model={model} node={node} />}
        {dialog?.kind === 'get' ? (
          <GetModelDialog preset={dialog.preset} onClose={() => setDialog(null)} />
        ) : null}
        {dialog?.kind === 'remove' ? (
          <RemoveDialog model={dialog.model} onClose={() => setDialog(null)} />
        ) : null}
      </DialogProvider>
    </ServicesProvider>
  )
}

function Drawer({ model, node }: { model: string; node: string | null }) {
  const view = useModelsView()
  if (view === null) return null
  return (
    <ModelDrawer
      view={view}
      name={model}
      node={node}
      onClose={() => navigate({ page: 'models', model: null, node: null })}
    />
  )
}

function Content() {
  const { t } = useTranslation()
  const { mirror } = useServices()
  const { view, error } = useStore(mirror.store)
  // Without the rail, the columns of three nodes have just room.
  const wide = useMediaQuery('(min-width: 828px)')
  const dismissed = useModelsStore(state => state.dismissed)
  const jobs = useMemo(() => shownJobs(view?.jobs ?? [], dismissed), [view, dismissed])
  return (
    <div
      className={
        wide
          ? 'mx-auto flex h-full w-full max-w-[1680px] flex-col gap-4 px-6 pt-5'
          : 'flex flex-col gap-4 p-4'
      }
    >
      <PageHeader view={view} />
      {error === null ? null : <Banner tone="danger" title={spoken(error, t)} />}
      <JobList jobs={jobs} />
      {view !== null ? <Library view={view} wide={wide} /> : error === null ? <Loading /> : null}
      <EngineCard />
      {/* Keeps the distance to the edge when the page scrolls. */}
      {wide ? <div className="h-1 shrink-0" /> : null}
    </div>
  )
}

/** Below this many, a filter is one thing more to look at. */
const filterFrom = 8

function PageHeader({ view }: { view: ModelsView | null }) {
  const { t } = useTranslation()
  const openDialog = useOpenDialog()
  const { models } = useServices()
  const filter = useModelsStore(state => state.filter)
  const canPull = view?.nodes.some(node => node.online && node.abilities.pull) ?? false
  const many = new Set(view?.models.map(({ name }) => name)).size > filterFrom
  return (
    <header className="flex min-h-8 flex-wrap items-center gap-2">
      <h1 className="mr-auto font-semibold text-lg">{t('models.title')}</h1>
      {many || filter !== '' ? (
        <span className="relative max-sm:w-full">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
          />
          <Input
            type="search"
            aria-label={t('models.filter')}
            placeholder={t('models.filterHint')}
            value={filter}
            onChange={event => models.setFilter(event.target.value)}
            className="pl-8 sm:w-64"
          />
        </span>
      ) : null}
      {canPull ? (
        <Button
          variant="primary"
          icon={<Download />}
          onClick={() => openDialog({ kind: 'get', preset: {} })}
          className="max-sm:w-full"
        >
          {t('models.get')}
        </Button>
      ) : null}
    </header>
  )
}

function Library({ view, wide }: { view: ModelsView; wide: boolean }) {
  const { t } = useTranslation()
  const { models } = useServices()
  const filter = useModelsStore(state => state.filter)
  const { nodes, models: copies } = view
  const matrix = useMemo(() => projectMatrix({ nodes, models: copies }), [nodes, copies])
  const rows = useMemo(() => filterRows(matrix.rows, filter), [matrix, filter])
  const jobs = useMemo(() => runningJobs(view.jobs), [view.jobs])
  if (view.nodes.length === 0) return <NoNodes />
  if (matrix.rows.length === 0) return <NoModels view={view} />
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<Search />}
        title={t('models.noMatch.title')}
        actions={<Button onClick={() => models.setFilter('')}>{t('models.showAll')}</Button>}
      >
        {t('models.noMatch.text', {
          count: matrix.rows.length,
          figure: formatCount(matrix.rows.length),
          filter,
        })}
      </EmptyState>
    )
  }
  return (
    <CellMenuProvider view={view}>
      {wide ? (
        <ModelsMatrix columns={matrix.columns} rows={rows} jobs={jobs} />
      ) : (
        <NodeLists columns={matrix.columns} rows={rows} jobs={jobs} />
      )}
    </CellMenuProvider>
  )
}

function NoNodes() {
  const { t } = useTranslation()
  return (
    <EmptyState
      className="py-16"
      icon={<Network />}
      title={t('models.noNodes.title')}
      actions={
        <Button variant="primary" onClick={() => navigate({ page: 'cluster', node: null })}>
          {t('models.noNodes.add')}
        </Button>
      }
    >
      {t('models.noNodes.text')}
    </EmptyState>
  )
}

function NoModels({ view }: { view: ModelsView }) {
  const { t } = useTranslation()
  const openDialog = useOpenDialog()
  const online = view.nodes.filter(node => node.online)
  const takers = online.filter(node => node.abilities.pull)
  return (
    <EmptyState
      className="py-16"
      icon={<Boxes />}
      title={online.length === 0 ? t('models.noModels.titleOffline') : t('models.noModels.title')}
      actions={
        takers.length === 0 ? undefined : (
          <Button
            variant="primary"
            icon={<Download />}
            onClick={() => openDialog({ kind: 'get', preset: {} })}
          >
            {t('models.get')}
          </Button>
        )
      }
    >
      {online.length === 0
        ? t('models.noModels.offline')
        : takers.length === 0
          ? t('models.noModels.takesNone')
          : t('models.noModels.text')}
    </EmptyState>
  )
}

/** The table to come: its header and the first rows. */
function Loading() {
  const { t } = useTranslation()
  return (
    <Stage text={t('models.loading')}>
      <Card className="divide-y divide-line">
        <div className="flex h-22 items-center justify-end gap-24 px-8">
          <Skeleton className="h-8 w-24" />
          <Skeleton className="h-8 w-24" />
        </div>
        {[72, 52, 64, 44].map(width => (
          <div key={width} className="flex h-13 items-center gap-4 px-4">
            <div style={{ width: `${width * 3}px` }}>
              <Skeleton className="h-4 w-full" />
            </div>
          </div>
        ))}
      </Card>
    </Stage>
  )
}
