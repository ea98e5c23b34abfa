import type { DiscoveredNode, DiscoveryState, NetworkFinding } from '../../../shared/entities'

/** Other harombes on the network: hints of where nodes may be, never health and never authority. */
export interface Discovery {
  current(): DiscoveryState
  /** Now, and after every change. */
  watch(signal: AbortSignal): AsyncIterable<DiscoveryState>
  /** Looks at the network from here, as a person who wonders why nobody is found would; takes a few seconds. */
  diagnose(signal: AbortSignal): Promise<NetworkFinding[]>
  /** Who is on the network now, whatever the file says about looking; takes a few seconds and announces nobody. */
  lookAround(signal: AbortSignal): Promise<readonly DiscoveredNode[]>
}
