import type { Tier } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createSimulatedServer } from './create-simulated-server'
import type { SimulatedServer } from './types'

export interface DemoNode {
  name: string
  tier: Tier
  model: string
  url: string
  slots: number
}

/** A small, a medium and a large machine: each slower and more thorough than the one before, none slow enough to bore. */
const machines = [
  { name: 'demo-mini', tier: 0, model: 'simulated-3b', tokensPerSecond: 110, ttftMs: 80, slots: 2 },
  { name: 'demo-gaming-pc', tier: 1, model: 'simulated-14b', tokensPerSecond: 80, ttftMs: 200, slots: 4 },
  { name: 'demo-workstation', tier: 2, model: 'simulated-72b', tokensPerSecond: 60, ttftMs: 400, slots: 4 },
] as const

export interface DemoCluster {
  isRunning(): boolean
  /** Idempotent. @returns the three nodes, fast one first */
  start(): Promise<readonly DemoNode[]>
  stop(): Promise<void>
  /** Kills one simulated machine, or brings it back at the same address. @throws HarombeError NOT_FOUND */
  setNodeRunning(name: string, running: boolean): Promise<void>
}

/** Three simulated inference servers on loopback, so that anyone can see routing, fallback and recovery without a GPU. */
export function createDemoCluster(): DemoCluster {
  let running: { node: DemoNode; server: SimulatedServer }[] = []

  return {
    isRunning: () => running.length > 0,
    async start() {
      if (running.length === 0) {
        running = await Promise.all(
          machines.map(async ({ name, tier, ...behaviour }) => {
            const server = createSimulatedServer(behaviour)
            const { url } = await server.start()
            return { server, node: { name, tier, url, model: behaviour.model, slots: behaviour.slots } }
          }),
        )
      }
      return running.map(({ node }) => node)
    },
    async stop() {
      const stopping = running
      running = []
      await Promise.all(stopping.map(({ server }) => server.stop()))
    },
    async setNodeRunning(name, wanted) {
      const found = running.find(({ node }) => node.name === name)
      if (found === undefined) throw new HarombeError('NOT_FOUND', `There is no demo node named ${name}.`)
      if (wanted) await found.server.start()
      else await found.server.stop()
    },
  }
}
