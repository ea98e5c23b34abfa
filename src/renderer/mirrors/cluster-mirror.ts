import type { HarombeClient } from '../../shared/contract'
import type { ClusterView } from '../../shared/entities'
import { applyClusterUpdate, type RevisedView } from '../../shared/entities/cluster-update'
import { followStream } from '../client/follow-stream'
import { createMirror, type Mirror, type MirrorState } from './create-mirror'

export type ClusterMirrorState = MirrorState<ClusterView>
export type ClusterMirror = Mirror<ClusterView>

/** What the coordinator says of the cluster, read by the shell and every feature. */
export function createClusterMirror(client: HarombeClient): ClusterMirror {
  return createMirror((show, signal) => {
    let current: RevisedView | null = null
    return followStream(
      client,
      'cluster.watchCluster',
      () => ({}),
      update => {
        current = applyClusterUpdate(current, update)
        if (current === null) return 'restart'
        show(current.view)
      },
      signal,
      { endless: true },
    )
  }, 'The cluster cannot be watched.')
}
