/** What was found out about the network, before anybody judges it. */
export interface NetworkFacts {
  platform: NodeJS.Platform
  /** Null: harombe does not listen. */
  listener: { host: string; port: number; isLoopback: boolean } | null
  interfaces: readonly InterfaceFact[]
  /** Null: not tried, since the file does not ask for mDNS. */
  multicast: MulticastFact | null
  /** Null: none was found, or none that tells. */
  firewall: FirewallFact | null
  nodes: readonly NodeFact[]
}

export interface InterfaceFact {
  name: string
  address: string
  prefix: number
  kind: 'network' | 'container' | 'tunnel'
}

export interface MulticastFact {
  /** Code of the system's error when the port could not be had. */
  bindError: string | null
  links: readonly LinkFact[]
  /** Machines other than this one that said anything. */
  others: number
}

export interface LinkFact {
  name: string
  address: string
  joinError: string | null
  sendError: string | null
  /** The packet came back through the loop. */
  heardItself: boolean
}

export interface FirewallFact {
  name: string
  state: 'active' | 'inactive'
  /** Windows: the kind of network; public ones let nobody in. */
  isPublic?: boolean
}

export interface NodeFact {
  name: string
  host: string
  port: number
  /** Empty: the name leads nowhere. */
  addresses: readonly string[]
  /** Milliseconds until somebody took the call; null: nobody did. */
  connectMs: number | null
  /** Code of the system's error, or TIMEOUT. */
  connectError: string | null
}
