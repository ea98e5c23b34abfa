import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { ModelJob } from '../../../shared/entities'
import { jobPaths } from '../../../shared/entities/model-work'
import { isHarombeError } from '../../../shared/harombe-error'
import { spoken } from '../../../shared/texts/spoken'
import { pageHint } from '../../format'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'
import { cellKey } from './matrix'

/** Something the user should hear once. */
export interface Notice {
  tone: 'ok' | 'danger'
  title: string
  detail?: string | undefined
}

export interface ModelsStoreState {
  filter: string
  /** Failed jobs the user has read. */
  dismissed: ReadonlySet<string>
  /** Cells whose action the coordinator has not taken up yet, see `cellKey`. */
  busy: ReadonlySet<string>
}

export interface Refusal {
  node: string
  message: string
  hint: string | undefined
}

export interface ModelsStore {
  store: StoreApi<ModelsStoreState>
  setFilter(filter: string): void
  dismiss(id: string): void
  load(node: string, model: string): Promise<void>
  unload(node: string, model: string): Promise<void>
  remove(node: string, model: string): Promise<void>
  /** Begins a pull on every node; the nodes that refused, with their reason. */
  pull(model: string, nodes: readonly string[]): Promise<Refusal[]>
  cancel(job: ModelJob): Promise<void>
  /** The same work again. */
  retry(job: ModelJob): Promise<void>
}

/** What the page does to the models. How the work goes is in the mirror. */
export function createModelsStore(client: HarombeClient, notify: (notice: Notice) => void): ModelsStore {
  const store = createStore<ModelsStoreState>(() => ({ filter: '', dismissed: new Set(), busy: new Set() }))

  function setBusy(key: string, busy: boolean): void {
    const next = new Set(store.getState().busy)
    if (busy) next.add(key)
    else next.delete(key)
    store.setState({ busy: next })
  }

  /** Hands one piece of work at a time for a cell over; null when the coordinator took it. */
  async function begin(kind: ModelJob['kind'], node: string, model: string): Promise<Refusal | null> {
    const key = cellKey(node, model)
    if (store.getState().busy.has(key)) return null
    setBusy(key, true)
    try {
      await client.call(jobPaths[kind], { node, model })
      return null
    } catch (error) {
      return isHarombeError(error)
        ? { node, message: error.message, hint: pageHint(error.hint) }
        : { node, message: texts.t('models.job.notTaken'), hint: undefined }
    } finally {
      setBusy(key, false)
    }
  }

  async function act(kind: ModelJob['kind'], node: string, model: string): Promise<void> {
    const refusal = await begin(kind, node, model)
    if (refusal !== null)
      notify({
        tone: 'danger',
        title: spoken(refusal.message, texts.t),
        detail: refusal.hint === undefined ? undefined : spoken(refusal.hint, texts.t),
      })
  }

  const dismiss = (id: string) => store.setState({ dismissed: new Set([...store.getState().dismissed, id]) })

  return {
    store,
    setFilter: filter => store.setState({ filter }),
    dismiss,
    load: (node, model) => act('load', node, model),
    unload: (node, model) => act('unload', node, model),
    remove: (node, model) => act('remove', node, model),
    async pull(model, nodes) {
      const refusals = await Promise.all(nodes.map(node => begin('pull', node, model)))
      return refusals.filter(refusal => refusal !== null)
    },
    async cancel(job) {
      try {
        await client.call('models.cancelJob', { id: job.id })
      } catch (error) {
        const title = wordsOf(error, texts.t('models.job.notCancelled'))
        notify({ tone: 'danger', title })
      }
    },
    async retry(job) {
      dismiss(job.id)
      await act(job.kind, job.node, job.model)
    },
  }
}
