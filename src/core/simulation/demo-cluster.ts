import type { Tier } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createSimulatedServer } from './create-simulated-server'
import type { SimulatedModel, SimulatedServer } from './types'

export interface DemoNode {
  name: string
  tier: Tier
  model: string
  url: string
  slots: number
  /** What it would be, were it real. */
  memory: { vramBytes: number; ramBytes: number }
}

const gibibyte = 1024 ** 3

/** What harombe asks for unless told otherwise: they need not be loaded anew for the first question. */
const servedContext = 8192

/** Figures of a real model of that size, so that what is said of fit and memory is worth reading. */
const chatModel = (name: string, sizeBytes: number, layers: number): SimulatedModel => ({
  name,
  servedContext,
  sizeBytes,
  quantization: 'Q4_K_M',
  architecture: { layers, keyValueHeads: 8, keyLength: 128, valueLength: 128 },
})
const three = chatModel('simulated-3b', 2_019_000_000, 28)
const fourteen = chatModel('simulated-14b', 8_988_000_000, 48)
const seventyTwo = chatModel('simulated-72b', 47_416_000_000, 80)
const embedding: SimulatedModel = {
  name: 'simulated-embedding',
  sizeBytes: 274_000_000,
  parameters: '137M',
  quantization: 'F16',
  contextLength: 2048,
  capabilities: ['embedding'],
}

/** A small, a medium and a large machine: each slower and more thorough than the one before, none slow enough to bore. */
const machines = [
  {
    name: 'demo-mini',
    tier: 0,
    model: 'simulated-3b',
    models: [three, embedding],
    memory: { vramBytes: 8 * gibibyte, ramBytes: 16 * gibibyte },
    behaviour: { tokensPerSecond: 110, ttftMs: 80, slots: 2 },
  },
  {
    name: 'demo-gaming-pc',
    tier: 1,
    model: 'simulated-14b',
    models: [three, fourteen, seventyTwo],
    memory: { vramBytes: 16 * gibibyte, ramBytes: 32 * gibibyte },
    behaviour: { tokensPerSecond: 80, ttftMs: 200, slots: 4 },
  },
  {
    name: 'demo-workstation',
    tier: 2,
    model: 'simulated-72b',
    models: [fourteen, seventyTwo],
    memory: { vramBytes: 80 * gibibyte, ramBytes: 128 * gibibyte },
    behaviour: { tokensPerSecond: 60, ttftMs: 400, slots: 4 },
  },
] as const

/** Long enough to be watched, and to be cancelled. */
const work = { loadMs: 1200, pullMs: 12_000, pullSteps: 60 } as const

export interface DemoCluster {
  isRunning(): boolean
  /** Idempotent. @returns the three nodes, fast one first */
  start(): Promise<readonly DemoNode[]>
  stop(): Promise<void>
  /**
   * Kills one simulated machine, or brings it back at the same address.
   * @param onDeaf awaited when it takes nothing any more and has not yet broken off what it answers
   * @throws HarombeError NOT_FOUND
   */
  setNodeRunning(name: string, running: boolean, onDeaf?: () => Promise<unknown>): Promise<void>
}

/** Three simulated inference servers on loopback, so that anyone can see routing, fallback and recovery without a GPU. */
export function createDemoCluster(): DemoCluster {
  let running: { node: DemoNode; server: SimulatedServer }[] = []

  return {
    isRunning: () => running.length > 0,
    async start() {
      if (running.length === 0) {
        running = await Promise.all(
          machines.map(async ({ name, tier, model, models, memory, behaviour }) => {
            const server = createSimulatedServer({ model, models, ...behaviour, ...work })
            const { url } = await server.start()
            return { server, node: { name, tier, url, model, slots: behaviour.slots, memory } }
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
    async setNodeRunning(name, wanted, onDeaf) {
      const found = running.find(({ node }) => node.name === name)
      if (found === undefined) throw new HarombeError('NOT_FOUND', `There is no demo node named ${name}.`)
      if (wanted) await found.server.start()
      else await found.server.stop(onDeaf)
    },
  }
}
