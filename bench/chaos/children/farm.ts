import { createSimulatedServer } from '../../../src/core/simulation/create-simulated-server'
import type {
  SimulatedBehaviour,
  SimulatedEnd,
  SimulatedFailure,
  SimulatedFlavour,
  SimulatedServer,
  SimulatedStats,
} from '../../../src/core/simulation/types'
import { serveCalls } from '../child-calls'
import { createFaultProxy, type FaultProxy } from '../proxy/fault-proxy'
import type { AppliedToxic } from '../proxy/toxics'
import { createRandom } from '../random'
import { wallNow } from '../wall'

export interface FarmOptions {
  nodes: number
  seed: number
  proxied: boolean
  /** Where each listens, in turn; default 127.0.0.1. */
  hosts?: readonly string[]
  behaviour: Partial<SimulatedBehaviour>
}

export interface FarmNode {
  name: string
  url: string
  backend: 'ollama' | 'vllm' | 'llamacpp' | 'openai'
}

/**
 * What can happen to a machine. reset, fin: it dies, and its connections are reset or just end; end, error, garbage: its
 * answers break off in the protocol's own ways, then it dies; hang: it says nothing any more; up: it is well again.
 */
export type Fault = 'reset' | 'fin' | 'end' | 'error' | 'garbage' | 'hang' | 'up'

export interface FarmEnd extends SimulatedEnd {
  node: string
  at: number
}

interface Machine extends FarmNode {
  server: SimulatedServer
  proxy: FaultProxy
}

const kinds: readonly { backend: FarmNode['backend']; flavour: SimulatedFlavour | null }[] = [
  { backend: 'ollama', flavour: null },
  { backend: 'vllm', flavour: 'vllm' },
  { backend: 'llamacpp', flavour: 'llamacpp' },
  { backend: 'openai', flavour: 'openai' },
]

/** By then every answer that was to break off has come to its next token, and has told so. */
const afterwordsMs = 1000

const machines = new Map<string, Machine>()
let ends: FarmEnd[] = []

async function startMachine(index: number, options: FarmOptions): Promise<Machine> {
  const kind = kinds[index % kinds.length] ?? { backend: 'ollama', flavour: null }
  const name = `node-${index + 1}`
  const host = options.hosts?.[index % options.hosts.length] ?? '127.0.0.1'
  const server = createSimulatedServer({
    model: 'oracle',
    protocol: kind.flavour === null ? 'ollama' : 'openai',
    ...(kind.flavour === null ? {} : { flavour: kind.flavour }),
    text: 'oracle',
    ...options.behaviour,
    onEnded: end => ends.push({ ...end, node: name, at: wallNow() }),
  })
  const { port } = await server.start()
  const random = createRandom(options.seed * 1000 + index)
  const proxy = createFaultProxy({ target: { host: '127.0.0.1', port }, host, random })
  const url = `http://${host}:${options.proxied ? (await proxy.up()).port : port}`
  return { name, url, backend: kind.backend, server, proxy }
}

function machine(name: string): Machine {
  const found = machines.get(name)
  if (found === undefined) throw new Error(`There is no ${name}.`)
  return found
}

const silence: readonly AppliedToxic[] = [
  { direction: 'upstream', toxic: { kind: 'timeout', ms: 0 } },
  { direction: 'downstream', toxic: { kind: 'timeout', ms: 0 } },
]

/** Its answers break off; nothing new is answered; some time later it is gone. */
function dieSpeaking({ server, proxy }: Machine, failure: SimulatedFailure): void {
  server.setBehaviour({ status: 500 })
  server.breakRunning(failure)
  setTimeout(() => void proxy.down('fin'), afterwordsMs)
}

async function apply(fault: Fault, target: Machine): Promise<void> {
  const { proxy, server } = target
  switch (fault) {
    case 'reset':
    case 'fin':
      await proxy.down(fault)
      break
    case 'end':
    case 'error':
    case 'garbage':
      dieSpeaking(target, fault)
      break
    case 'hang':
      proxy.setToxics(silence)
      break
    case 'up':
      proxy.setToxics([])
      proxy.cut('reset')
      server.setBehaviour({ status: null })
      await proxy.up()
  }
}

const calls = {
  async start(options: FarmOptions): Promise<FarmNode[]> {
    for (let index = 0; index < options.nodes; index++) {
      const started = await startMachine(index, options)
      machines.set(started.name, started)
    }
    return [...machines.values()].map(({ name, url, backend }) => ({ name, url, backend }))
  },
  /** @returns when it happened */
  async fault({ node, fault }: { node: string; fault: Fault }): Promise<number> {
    const at = wallNow()
    await apply(fault, machine(node))
    return at
  },
  behave({ nodes, changes }: { nodes: readonly string[]; changes: Partial<SimulatedBehaviour> }): null {
    for (const name of nodes) machine(name).server.setBehaviour(changes)
    return null
  },
  stats(): Record<string, SimulatedStats> {
    return Object.fromEntries([...machines].map(([name, { server }]) => [name, server.stats]))
  },
  /** What ended since the last time this was asked. */
  ends(): FarmEnd[] {
    const told = ends
    ends = []
    return told
  },
}
export type FarmCalls = typeof calls

serveCalls(calls)
