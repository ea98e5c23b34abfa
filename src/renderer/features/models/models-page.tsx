import { Boxes, Download, Network, Search } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { ModelsView } from '../../../shared/entities'
import { useClient } from '../../client'
import { plural } from '../../format'
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
      {error === null ? null : <Banner tone="danger" title={error} />}
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
  const openDialog = useOpenDialog()
  const { models } = useServices()
  const filter = useModelsStore(state => state.filter)
  const canPull = view?.nodes.some(node => node.online && node.abilities.pull) ?? false
  const many = new Set(view?.models.map(({ name }) => name)).size > filterFrom
  return (
    <header className="flex min-h-8 flex-wrap items-center gap-2">
      <h1 className="mr-auto font-semibold text-lg">Models</h1>
      {many || filter !== '' ? (
        <span className="relative max-sm:w-full">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
          />
          <Input
            type="search"
            aria-label="Filter models"
            placeholder="Name, family, vision, loaded …"
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
          Get a model
        </Button>
      ) : null}
    </header>
  )
}

function Library({ view, wide }: { view: ModelsView; wide: boolean }) {
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
        title="No model is like that"
        actions={<Button onClick={() => models.setFilter('')}>Show all</Button>}
      >
        None of {plural(matrix.rows.length, 'model')} matches “{filter}”.
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
  return (
    <EmptyState
      className="py-16"
      icon={<Network />}
      title="No node yet"
      actions={
        <Button variant="primary" onClick={() => navigate({ page: 'cluster', node: null })}>
          Add a node
        </Button>
      }
    >
      Models live on nodes: machines that run Ollama, vLLM, llama.cpp or another model server. Add the first
      one on the Cluster page, or use the embedded engine on this machine.
    </EmptyState>
  )
}

function NoModels({ view }: { view: ModelsView }) {
  const openDialog = useOpenDialog()
  const online = view.nodes.filter(node => node.online)
  const takers = online.filter(node => node.abilities.pull)
  return (
    <EmptyState
      className="py-16"
      icon={<Boxes />}
      title={online.length === 0 ? 'No node is online' : 'No model yet'}
      actions={
        takers.length === 0 ? undefined : (
          <Button
            variant="primary"
            icon={<Download />}
            onClick={() => openDialog({ kind: 'get', preset: {} })}
          >
            Get a model
          </Button>
        )
      }
    >
      {online.length === 0
        ? 'What the nodes have is shown as soon as one of them answers.'
        : takers.length === 0
          ? 'The nodes answer, and none of them lists a model. Start their servers with one.'
          : 'No node has a model yet. The first one is a download away.'}
    </EmptyState>
  )
}

/** The table to come: its header and the first rows. */
function Loading() {
  return (
    <Card aria-hidden="true" className="divide-y divide-line">
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
  )
}
