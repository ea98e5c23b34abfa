import type { ClusterView } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { Session } from '../session'

/** How the cluster stands now. */
export async function readView({ client }: Pick<Session, 'client'>): Promise<ClusterView> {
  const abort = new AbortController()
  try {
    for await (const update of client.stream('cluster.watchCluster', {}, { signal: abort.signal })) {
      if (update.type === 'snapshot') return update.view
    }
  } finally {
    abort.abort()
  }
  throw new HarombeError('DISCONNECTED', 'The coordinator did not say how the cluster stands.')
}
