import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { HarombeClient } from '../../../shared/contract'
import type { ModelJob, ModelsView } from '../../../shared/entities'
import { announce } from '../../announcer'
import { texts } from '../../texts'
import { toast } from '../../ui'
import { createEngineStore, type EngineStore } from './engine-store'
import { doneTitle, failedTitle } from './job-words'
import { createModelsMirror, type ModelsMirror } from './models-mirror'
import { createModelsStore, type ModelsStore, type ModelsStoreState, type Notice } from './models-store'
import { endedJobs } from './shown-jobs'

export interface ModelsServices {
  mirror: ModelsMirror
  models: ModelsStore
  engine: EngineStore
}

function notify({ tone, title, detail }: Notice): void {
  const options = detail === undefined ? {} : { description: detail }
  if (tone === 'ok') toast.success(title, options)
  else toast.error(title, options)
}

/** Loading and unloading show in the table, a failure stands above it; both are said to those who cannot see. */
function tell(job: ModelJob): void {
  if (job.state === 'done') {
    if (job.kind === 'pull' || job.kind === 'remove') notify({ tone: 'ok', title: doneTitle(job, texts.t) })
    announce(`${doneTitle(job, texts.t)}.`)
  } else if (job.state === 'failed') announce(`${failedTitle(job, texts.t)}.`)
}

const created = new WeakMap<HarombeClient, ModelsServices>()

/** The page's stores, made once for a connection: what was known is shown again at once when the page is. */
export function servicesFor(client: HarombeClient): ModelsServices {
  const known = created.get(client)
  if (known !== undefined) return known
  const mirror = createModelsMirror(client)
  mirror.store.subscribe(({ view }, before) => {
    if (view === null || before.view === null || view === before.view) return
    for (const job of endedJobs(before.view.jobs, view.jobs)) tell(job)
  })
  const services = { mirror, models: createModelsStore(client, notify), engine: createEngineStore(client) }
  created.set(client, services)
  return services
}

const ServicesContext = createContext<ModelsServices | null>(null)
export const ServicesProvider = ServicesContext.Provider

export function useServices(): ModelsServices {
  const services = useContext(ServicesContext)
  if (services === null) throw new Error('useServices is used outside ServicesProvider')
  return services
}

/** Null until the first view came. */
export function useModelsView(): ModelsView | null {
  return useStore(useServices().mirror.store, state => state.view)
}

export function useModelsStore<T>(select: (state: ModelsStoreState) => T): T {
  return useStore(useServices().models.store, select)
}
