import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'
import { type CatalogueEntry, type CatalogueFilter, nameProblem } from './catalogue'
import type { ModelsStore, Refusal } from './models-store'

export interface GetModelState {
  /** Null while it is being read. */
  catalogue: readonly CatalogueEntry[] | null
  catalogueError: string | null
  filter: CatalogueFilter
  /** The model to get; null before one was chosen. */
  model: string | null
  nodes: ReadonlySet<string>
  busy: boolean
  refusals: readonly Refusal[]
}

export interface GetModelStore {
  store: StoreApi<GetModelState>
  readCatalogue(signal: AbortSignal): Promise<void>
  setFilter(part: Partial<CatalogueFilter>): void
  choose(model: string): void
  toggleNode(node: string): void
  /** Begins the pulls; true when every node took its own. Nodes that did are no longer chosen. */
  pull(): Promise<boolean>
}

export interface GetModelPreset {
  model?: string | undefined
  node?: string | undefined
}

/** One opening of the "Get a model" dialog. */
export function createGetModelStore(
  client: HarombeClient,
  models: Pick<ModelsStore, 'pull'>,
  preset: GetModelPreset,
): GetModelStore {
  const store = createStore<GetModelState>(() => ({
    catalogue: null,
    catalogueError: null,
    // What was asked for is seen to be chosen, wherever the catalogue has it or not.
    filter: { text: preset.model ?? '', fits: null, ability: '' },
    model: preset.model ?? null,
    nodes: new Set(preset.node === undefined ? [] : [preset.node]),
    busy: false,
    refusals: [],
  }))
  return {
    store,
    async readCatalogue(signal) {
      try {
        store.setState({ catalogue: await client.call('models.listCatalogue', {}, { signal }) })
      } catch (error) {
        if (signal.aborted) return
        store.setState({
          catalogue: [],
          catalogueError: wordsOf(error, texts.t('models.choose.notRead')),
        })
      }
    },
    setFilter(part) {
      store.setState(({ filter }) => ({ filter: { ...filter, ...part } }))
    },
    choose: model => store.setState({ model, refusals: [] }),
    toggleNode(node) {
      const nodes = new Set(store.getState().nodes)
      if (!nodes.delete(node)) nodes.add(node)
      store.setState({ nodes, refusals: [] })
    },
    async pull() {
      const { model, nodes, busy } = store.getState()
      if (busy || model === null || nodes.size === 0 || nameProblem(model) !== null) return false
      store.setState({ busy: true, refusals: [] })
      const refusals = await models.pull(model, [...nodes])
      store.setState({ busy: false, refusals, nodes: new Set(refusals.map(({ node }) => node)) })
      return refusals.length === 0
    },
  }
}
