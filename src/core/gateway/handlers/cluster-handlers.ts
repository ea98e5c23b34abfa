import type { DiscoveryChanges, NodeChanges, NodeConfig } from '../../../shared/config/schema'
import type { HarombeHandlers } from '../../../shared/contract'
import type { LocalBackend, NodeTestResult } from '../../../shared/contract/cluster'
import type { ExplainRouteInput } from '../../../shared/contract/what-if'
import type { Actor, NodeView } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { ClusterManager } from '../../coordination/cluster-manager'
import type { Discovery } from '../../coordination/discovery/types'
import type { WhatIf } from '../../coordination/what-if'

/** Changes to harombe.yaml that take effect at once; each resolves when the cluster has taken them over. `by`: who asked. */
export interface ClusterEditor {
  addNode(node: NodeConfig, by: Actor): Promise<void>
  updateNode(name: string, changes: NodeChanges, by: Actor): Promise<void>
  removeNode(name: string, by: Actor): Promise<void>
  setDiscovery(changes: DiscoveryChanges, by: Actor): Promise<void>
}

export interface DemoControl {
  start(): Promise<readonly string[]>
  stop(): Promise<void>
  /** @throws HarombeError NOT_FOUND for anything but a running demo's node */
  setNodeRunning(name: string, running: boolean): Promise<void>
}

export interface ClusterHandlerDependencies {
  manager: Pick<ClusterManager, 'watch' | 'watchHistory' | 'checkNow' | 'explain' | 'node' | 'setDraining'>
  discovery: Pick<Discovery, 'watch' | 'diagnose'>
  editor: ClusterEditor
  demo: DemoControl
  setServing(serving: boolean): void
  /** @throws HarombeError see `wakeNode`; resolves with where it was sent */
  wakeNode(node: { name: string; mac: string | undefined }): Promise<string[]>
  testNode(node: NodeConfig, signal: AbortSignal): Promise<NodeTestResult>
  findLocalBackends(signal: AbortSignal): Promise<LocalBackend[]>
}

const notFromFile = {
  demo: 'Stop the demo cluster to remove its nodes.',
  discovered: 'Add it to harombe.yaml to change it, or set cluster.discovery.use_discovered to false.',
  local: 'Set cluster.local in harombe.yaml to change or switch off this machine as a node.',
} as const

function refuseUnlessFromFile(view: NodeView): void {
  if (view.origin === 'config') return
  const hint = notFromFile[view.origin]
  throw new HarombeError('CONFLICT', `${view.name} is not written in harombe.yaml.`, { hint })
}

/** Where a question goes depends on how many images it has, not on what they show. */
const someImage = { mediaType: 'image/png', data: '' } as const

const toWhatIf = ({ text, messages, tools, tier, node, model, ...rest }: ExplainRouteInput): WhatIf => ({
  ...rest,
  target: { tier, node, model },
  messages: messages?.map(({ role, content, images }) => ({
    role,
    content,
    images: Array.from({ length: images }, () => someImage),
  })) ?? [{ role: 'user', content: text ?? '' }],
  tools: tools.map(name => ({ name, parameters: {} })),
})

export function createClusterHandlers(dependencies: ClusterHandlerDependencies): HarombeHandlers['cluster'] {
  const { manager, editor, demo } = dependencies
  return {
    setNodeDraining: async ({ name, draining }) => manager.setDraining(name, draining),
    watchDiscovery: (_input, { signal }) => dependencies.discovery.watch(signal),
    async setDiscovery(changes, { caller }) {
      await editor.setDiscovery(changes, caller.kind)
      return null
    },
    diagnoseNetwork: (_input, { signal }) => dependencies.discovery.diagnose(signal),
    watchHistory: ({ node }, { signal }) => manager.watchHistory(node, signal),
    async wakeNode({ name }) {
      const { wakeMac } = manager.node(name)
      return { sentTo: await dependencies.wakeNode({ name, mac: wakeMac ?? undefined }) }
    },
    watchCluster: (_input, { signal }) => manager.watch(signal),
    testNode: (node, { signal }) => dependencies.testNode(node, signal),
    async addNode(node, { caller }) {
      await editor.addNode(node, caller.kind)
      return manager.node(node.name)
    },
    async updateNode({ name, changes }, { caller }) {
      refuseUnlessFromFile(manager.node(name))
      await editor.updateNode(name, changes, caller.kind)
      return manager.node(changes.name ?? name)
    },
    async removeNode({ name }, { caller }) {
      refuseUnlessFromFile(manager.node(name))
      await editor.removeNode(name, caller.kind)
      return null
    },
    async setNodeEnabled({ name, enabled }, { caller }) {
      refuseUnlessFromFile(manager.node(name))
      await editor.updateNode(name, { enabled }, caller.kind)
      return manager.node(name)
    },
    checkNow: ({ name }) => manager.checkNow(name),
    explainRoute: (input, { caller }) =>
      manager.explain({ ...toWhatIf(input), origin: caller.kind === 'cli' ? 'cli' : 'chat' }),
    setServing({ serving }) {
      dependencies.setServing(serving)
      return null
    },
    startDemo: async () => (await demo.start()).map(name => manager.node(name)),
    async stopDemo() {
      await demo.stop()
      return null
    },
    async setDemoNodeRunning({ name, running }) {
      await demo.setNodeRunning(name, running)
      await manager.checkNow(name)
      return null
    },
    findLocalBackends: (_input, { signal }) => dependencies.findLocalBackends(signal),
  }
}
