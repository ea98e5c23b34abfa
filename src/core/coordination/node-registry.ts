import type { StaleConnection } from './health/start-anew'
import { matchNodes, serverOf } from './match-nodes'
import type { ClusterNode, ServerUse } from './node'
import type { NodeSpec } from './node-spec'

export interface Replacement {
  /** In the order of the entries. */
  nodes: { node: ClusterNode; wasEnabled: boolean }[]
  /** Nodes no more: their `retired` has fired, and what they still answer goes on. */
  gone: ClusterNode[]
  /** Names that mean another node from now on, or none. */
  freedNames: string[]
}

/** The nodes there are, the removed ones that still answer somebody, and the connections of both. */
export interface NodeRegistry {
  /** In the order of the file. */
  all(): ClusterNode[]
  find(name: string): ClusterNode | undefined
  /** It was neither removed nor replaced. */
  has(node: ClusterNode): boolean
  /** The removed ones that still answer somebody among them. */
  everyone(): ClusterNode[]
  /** Makes these the nodes; unchanged ones keep all they are. */
  replace(specs: readonly NodeSpec[]): Replacement
  /** It is closed once its last user is gone. */
  closeLater(connection: StaleConnection): void
  /** To be called when somebody has left: closes what nobody uses any more. */
  closeUnused(): void
  /** Resolves when every connection is closed, in use or not. */
  close(): Promise<void>
}

/** @param create a node of its own for an entry nobody stands for yet */
export function createNodeRegistry(create: (spec: NodeSpec, server: ServerUse) => ClusterNode): NodeRegistry {
  const nodes = new Map<string, ClusterNode>()
  const leaving = new Set<ClusterNode>()
  const stale = new Set<StaleConnection>()

  function retire(node: ClusterNode): void {
    node.retired.abort()
    node.breakers.stop()
    if (node.activeRequests > 0) leaving.add(node)
    else void node.client?.close()
  }

  const everyone = () => [...nodes.values(), ...leaving]

  return {
    all: () => [...nodes.values()],
    find: name => nodes.get(name),
    has: node => nodes.get(node.spec.name) === node,
    everyone,
    replace(specs) {
      const { kept, gone } = matchNodes(nodes, specs)
      const before = new Map(nodes)
      const servers = new Map(everyone().map(node => [serverOf(node.spec), node.server]))
      nodes.clear()
      gone.forEach(retire)
      const current = specs.map(spec => {
        const known = kept.get(spec.name)
        const replaced = gone.find(node => node === before.get(spec.name))
        const server = servers.get(serverOf(spec)) ?? { activeRequests: 0 }
        servers.set(serverOf(spec), server)
        const node = known ?? create(spec, server)
        // The user took out whatever has that name, be it at another address now.
        node.draining = (known ?? replaced)?.draining ?? false
        const wasEnabled = known?.spec.enabled ?? false
        node.spec = spec
        nodes.set(spec.name, node)
        return { node, wasEnabled }
      })
      const freedNames = [...before].flatMap(([name, node]) => (nodes.get(name) === node ? [] : [name]))
      return { nodes: current, gone, freedNames }
    },
    closeLater: connection => void stale.add(connection),
    closeUnused() {
      for (const node of leaving) {
        if (node.activeRequests > 0) continue
        leaving.delete(node)
        void node.client?.close()
      }
      for (const connection of stale) {
        if (connection.users.size > 0) continue
        stale.delete(connection)
        void connection.client.close()
      }
    },
    async close() {
      const clients = [...stale].map(({ client }) => client)
      for (const node of everyone()) {
        node.retired.abort()
        node.breakers.stop()
        if (node.client !== null) clients.push(node.client)
      }
      nodes.clear()
      leaving.clear()
      stale.clear()
      await Promise.all(clients.map(client => client.close()))
    },
  }
}
