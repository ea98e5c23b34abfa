import { setImmediate } from 'node:timers/promises'
import { createClassifier } from '../src/core/coordination/classification/create-classifier'
import { createTextJudge } from '../src/core/coordination/classification/text-judge'
import { type ClusterManager, createClusterManager } from '../src/core/coordination/cluster-manager'
import type { ExecutionEvent, ExecutionRequest } from '../src/core/coordination/types'
import { bareSummary, createFixedLibrary, nothingKnown } from '../src/core/inference/model-library'
import type { InferenceClient, ProbeResult } from '../src/core/inference/protocol'
import { systemClock } from '../src/shared/clock'
import { type Tier, tier, unknownCapabilities } from '../src/shared/entities'
import { percentile, type Row, row } from './measure'

const lineLength = 256
const never = new AbortController().signal

/** A server that answers with one token as soon as it is let. */
function createClient(turn: () => Promise<void> | null): InferenceClient {
  const probed: ProbeResult = {
    backend: 'openai',
    models: [bareSummary('small')],
    loaded: null,
    memory: null,
    version: '1',
    simulated: false,
  }
  const unused = () => Promise.reject(new Error('Nothing here asks for that.'))
  return {
    kind: 'openai',
    supports: { ...unknownCapabilities, chat: 'yes' },
    library: createFixedLibrary('bench', async name => nothingKnown(name)),
    async *stream() {
      const mine = turn()
      if (mine !== null) await mine
      yield { type: 'text', text: 'Lima' }
      yield { type: 'done', reason: 'stop' }
    },
    probe: async () => probed,
    complete: unused,
    embed: unused,
    close: async () => undefined,
  }
}

async function clusterOf(count: number, slots: number, client: InferenceClient): Promise<ClusterManager> {
  let ids = 0
  const manager = createClusterManager({
    clock: systemClock,
    random: Math.random,
    createClient: () => client,
    detectBackend: () => client.probe({ signal: never }),
    classifier: createClassifier({ judge: createTextJudge() }),
    createId: () => `request-${ids++}`,
    readSurroundings: () => ({ configProblem: null, demoRunning: false }),
    settings: {
      routing: { preferLocal: true, fallbackStrategy: 'graceful', loadBalance: true },
      health: { intervalMs: 3_600_000, timeoutMs: 2_000 },
      contextLength: 8192,
      queue: { maxLength: lineLength, maxWaitMs: 600_000 },
    },
  })
  const tierOf = (index: number): Tier => tier.parse(index % 3)
  await manager.setNodes(
    Array.from({ length: count }, (_, index) => ({
      ...{ name: `node-${index}`, url: `http://node-${index}`, tier: tierOf(index), model: 'small' },
      ...({ backend: 'openai', token: undefined, enabled: true, slots, origin: 'config' } as const),
    })),
  )
  return manager
}

async function ask(manager: ClusterManager, client: string): Promise<ExecutionEvent['type'] | undefined> {
  let last: ExecutionEvent['type'] | undefined
  const request: ExecutionRequest = {
    messages: [{ role: 'user', content: 'What is the capital of Peru?' }],
    target: { tier: 'auto' },
    origin: 'api',
    onStreamFailure: 'terminate',
    client,
  }
  for await (const { type } of manager.execute(request, never)) last = type
  return last
}

/** Microseconds of processor time each time takes, all threads: median of several rounds, after warming up. */
async function processorTime(times: number, work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round < 12; round += 1) {
    const before = process.cpuUsage()
    for (let time = 0; time < times; time += 1) await work()
    const { user, system } = process.cpuUsage(before)
    samples.push((user + system) / times)
  }
  return percentile(samples.slice(3), 0.5)
}

/** Everything the cluster does for a request, the node's own work and the network left out. */
async function answers(count: number, times: number): Promise<number> {
  const manager = await clusterOf(
    count,
    64,
    createClient(() => null),
  )
  const spent = await processorTime(times, () => ask(manager, 'somebody'))
  await manager.stop()
  return spent
}

/** Forty slots, a line as long as it may be, and whoever comes beyond it. */
async function overload(): Promise<Row[]> {
  const turns: (() => void)[] = []
  const client = createClient(() => new Promise(resolve => turns.push(resolve)))
  const manager = await clusterOf(20, 2, client)
  let asked = 0
  const begin = () => void ask(manager, `client-${asked++ % 20}`)
  for (let request = 0; request < 40 + lineLength; request += 1) begin()
  await setImmediate()
  const refusals: number[] = []
  for (let request = 0; request < 300; request += 1) {
    const startedAt = performance.now()
    if ((await ask(manager, 'late')) !== 'failed') throw new Error('There was room left in the line.')
    refusals.push(performance.now() - startedAt)
  }
  const next = await processorTime(200, async () => {
    turns.shift()?.()
    await setImmediate()
    begin()
    await setImmediate()
  })
  await manager.stop()
  return [
    row('refuse a request when 256 wait, p99', percentile(refusals, 0.99), 'ms', 100),
    row('one answer while 256 wait for 40 slots, CPU', next, 'µs'),
  ]
}

/** What a question costs the cluster, in one process. */
export async function benchExecution(): Promise<Row[]> {
  return [
    row('one answer of one token, 10 nodes, CPU', await answers(10, 1000), 'µs'),
    row('the same with 1,000 nodes', await answers(1000, 50), 'µs'),
    ...(await overload()),
  ]
}
