import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { ModelsView } from '../../../shared/entities'
import { applyModelsUpdate } from '../../../shared/entities/models-update'
import { isHarombeError } from '../../../shared/harombe-error'
import { followStream } from '../../client/follow-stream'

export interface ModelsMirrorState {
  /** Null until the first; kept while the connection is lost or nobody looks. */
  view: ModelsView | null
  /** Why there will be no updates; null while all is well. */
  error: string | null
}

export interface ModelsMirror {
  store: StoreApi<ModelsMirrorState>
  /** Follows the coordinator until the returned function is called. */
  start(): () => void
}

/** What the coordinator says of models and of the work on them. */
export function createModelsMirror(client: HarombeClient): ModelsMirror {
  const store = createStore<ModelsMirrorState>(() => ({ view: null, error: null }))
  async function follow(signal: AbortSignal): Promise<void> {
    let view: ModelsView | null = null
    try {
      await followStream(
        client,
        'models.watchModels',
        () => {
          // A stream that is opened again begins with all of it.
          view = null
          return {}
        },
        update => {
          view = applyModelsUpdate(view, update)
          if (view !== null) store.setState({ view, error: null })
        },
        signal,
        { endless: true },
      )
    } catch (error) {
      store.setState({ error: isHarombeError(error) ? error.message : 'The models cannot be watched.' })
    }
  }
  return {
    store,
    start() {
      const lifetime = new AbortController()
      void follow(lifetime.signal)
      return () => lifetime.abort()
    },
  }
}
