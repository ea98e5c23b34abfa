import type { Coordinator } from '../core/coordinator'
import type { HarombeClient, HarombeContract } from '../shared/contract'
import type { ApprovalRequest, ClusterView } from '../shared/entities'
import { type Channel, createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { serveChannel } from '../shared/rpc/server'
import { followApprovals } from './follow-approvals'

/**
 * The desktop's hold on a coordinator, in this process or in another one that was there first. Windows, tray and menu know
 * only this, so neither can tell the difference.
 */
export interface CoordinatorLink {
  /** Address of its HTTP listener; null while it has none. */
  readonly endpoint: string | null
  /** The desktop's own voice, beside those of its windows. */
  readonly client: HarombeClient
  /** Speaks the contract on a window's channel until either side closes it. */
  serve(channel: Channel): void
  subscribeCluster(listener: (view: ClusterView) => void): () => void
  /** The calls that wait for a person. Whoever subscribes counts as present. */
  subscribeApprovals(listener: (waiting: ApprovalRequest[]) => void): () => void
  /** The machine goes to sleep, and woke up. */
  suspended(): void
  resumed(): void
  /** Null where only the coordinator's own process can make one. */
  mintBrowserUrl: (() => string) | null
  /** Runs once when the other side went away by itself; never for a coordinator in this process. */
  onLost(listener: () => void): void
  close(): Promise<void>
}

const desktopCaller = { kind: 'desktop', scopes: ['read', 'chat', 'admin'] } as const

/** Starts a coordinator in this process. @throws what its `start` throws */
export async function startOwnCoordinator(coordinator: Coordinator): Promise<CoordinatorLink> {
  const { endpoint } = await coordinator.start()
  const reportUnknown = coordinator.reportUnknown.bind(coordinator)
  const serve = (channel: Channel) =>
    serveChannel(channel, coordinator.router, desktopCaller, { reportUnknown })
  const [near, far] = createMemoryChannelPair()
  serve(far)
  const client = createRpcClient<HarombeContract>(near)
  return {
    endpoint,
    client,
    serve,
    subscribeCluster: listener => coordinator.subscribeCluster(listener),
    subscribeApprovals: listener => followApprovals(client, listener),
    suspended: () => coordinator.suspended(),
    resumed: () => coordinator.resumed(),
    mintBrowserUrl: endpoint === null ? null : () => coordinator.mintBrowserUrl(),
    onLost: () => undefined,
    close() {
      near.close()
      return coordinator.stop()
    },
  }
}
