import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../shared/contract'
import type { ClusterView } from '../../shared/entities'
import { applyClusterUpdate, type RevisedView } from '../../shared/entities/cluster-update'
import { isHarombeError } from '../../shared/harombe-error'
import { followStream } from '../client/follow-stream'

export interface ClusterMirrorState {
  /** Null until the first snapshot; kept while the connection is lost. */
  view: ClusterView | null
  /** Why there will be no updates; null while all is well. */
  error: string | null
}

export interface ClusterMirror {
  store: StoreApi<ClusterMirrorState>
  /** Follows the coordinator until the returned function is called. */
  start(): () => void
}

/** What the coordinator says of the cluster, read by the shell and every feature. */
export function createClusterMirror(client: HarombeClient): ClusterMirror {
  const store = createStore<ClusterMirrorState>(() => ({ view: null, error: null }))

  async function follow(signal: AbortSignal): Promise<void> {
    let current: RevisedView | null = null
    try {
      await followStream(
        client,
        'cluster.watchCluster',
        () => ({}),
        update => {
          current = applyClusterUpdate(current, update)
          if (current === null) return 'restart'
          store.setState({ view: current.view, error: null })
        },
        signal,
        { endless: true },
      )
    } catch (error) {
      store.setState({ error: isHarombeError(error) ? error.message : 'The cluster cannot be watched.' })
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
