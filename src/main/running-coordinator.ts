import { readLock } from '../core/config/directory-lock'
import { openCoordinatorSocket } from '../core/coordinator-socket'
import type { HarombeContract } from '../shared/contract'
import type { ClusterView } from '../shared/entities'
import { applyClusterUpdate, type RevisedView } from '../shared/entities/cluster-update'
import { bridgeChannels, type Channel } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { createWebSocketChannel } from '../shared/rpc/websocket-channel'
import type { CoordinatorLink } from './coordinator'
import { follow } from './follow'
import { followApprovals } from './follow-approvals'

/**
 * Becomes a client of the coordinator that holds the data directory. One socket feeds the tray and tells when the other
 * side goes away; every window gets a socket of its own, because request ids count per channel.
 * @throws HarombeError DISCONNECTED when it does not answer
 */
export async function connectToRunning(endpoint: string, token: string): Promise<CoordinatorLink> {
  const control = createWebSocketChannel(await openCoordinatorSocket(endpoint, token))
  const client = createRpcClient<HarombeContract>(control)
  const windows = new Set<Channel>()
  let closing = false

  /** Ends at a gap between two revisions: the next reading begins with a whole view. */
  async function* views(signal: AbortSignal): AsyncGenerator<ClusterView> {
    let current: RevisedView | null = null
    for await (const update of client.stream('cluster.watchCluster', {}, { signal })) {
      current = applyClusterUpdate(current, update)
      if (current === null) return
      yield current.view
    }
  }

  return {
    endpoint,
    client,
    serve(channel) {
      windows.add(channel)
      channel.onClose(() => windows.delete(channel))
      openCoordinatorSocket(endpoint, token).then(
        socket => bridgeChannels(channel, createWebSocketChannel(socket)),
        () => channel.close(),
      )
    },
    subscribeCluster(listener) {
      const abort = new AbortController()
      void follow(views, listener, abort.signal)
      return () => abort.abort()
    },
    subscribeApprovals: listener => followApprovals(client, listener),
    // It notices sleep by itself; what helps is to look at its nodes sooner.
    suspended: () => undefined,
    resumed() {
      client.call('cluster.checkNow', {}).catch(() => undefined)
    },
    mintBrowserUrl: null,
    onLost(listener) {
      control.onClose(() => {
        if (!closing) listener()
      })
    },
    async close() {
      closing = true
      for (const channel of windows) channel.close()
      control.close()
    },
  }
}

/** Joins the coordinator that holds the data directory. Null when there is none, or none that listens yet. */
export async function joinRunning(dataDirectory: string): Promise<CoordinatorLink | null> {
  const lock = await readLock(dataDirectory)
  return lock === null || lock.endpoint === null ? null : connectToRunning(lock.endpoint, lock.token)
}
