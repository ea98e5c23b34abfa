import type { ClusterView } from '../shared/entities'
import type { Channel } from '../shared/rpc/channel'
import { type Router, serveChannel } from '../shared/rpc/server'

/** What the desktop host needs of a coordinator that runs in this process. */
export interface DesktopCoordinator {
  readonly router: Router
  /** @throws HarombeError LOCKED with `data: {endpoint, token}` when another one holds the data directory */
  start(): Promise<{ endpoint: string | null }>
  stop(): Promise<void>
  /** Calls at once with the present view and then on every change; returns the way out. */
  subscribeCluster(listener: (view: ClusterView) => void): () => void
  checkNow(): void
  /** An address for the browser with a one-time code in its fragment. */
  mintBrowserUrl(): string
  /** Logs a throw nobody expected; returns the reference the user may quote. */
  reportUnknown(error: unknown, where: string): string
}

/**
 * The desktop's hold on a coordinator, in this process or in another one that was there first. Windows, tray and menu know
 * only this, so neither can tell the difference.
 */
export interface CoordinatorLink {
  /** Address of its HTTP listener; null while it has none. */
  readonly endpoint: string | null
  /** Speaks the contract on a window's channel until either side closes it. */
  serve(channel: Channel): void
  subscribeCluster(listener: (view: ClusterView) => void): () => void
  checkNow(): void
  /** Null where only the coordinator's own process can make one. */
  mintBrowserUrl: (() => string) | null
  /** Runs once when the other side went away by itself; never for a coordinator in this process. */
  onLost(listener: () => void): void
  close(): Promise<void>
}

const desktopCaller = { kind: 'desktop', scopes: ['read', 'chat', 'admin'] } as const

/** Starts a coordinator in this process. @throws what its `start` throws */
export async function startOwnCoordinator(coordinator: DesktopCoordinator): Promise<CoordinatorLink> {
  const { endpoint } = await coordinator.start()
  const reportUnknown = coordinator.reportUnknown.bind(coordinator)
  return {
    endpoint,
    serve: channel => serveChannel(channel, coordinator.router, desktopCaller, { reportUnknown }),
    subscribeCluster: listener => coordinator.subscribeCluster(listener),
    checkNow: () => coordinator.checkNow(),
    mintBrowserUrl: endpoint === null ? null : () => coordinator.mintBrowserUrl(),
    onLost: () => undefined,
    close: () => coordinator.stop(),
  }
}
