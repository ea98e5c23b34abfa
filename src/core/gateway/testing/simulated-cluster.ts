import { randomUUID } from 'node:crypto'
import { systemClock } from '../../../shared/clock'
import { createClassifier } from '../../coordination/classification/create-classifier'
import { createTextJudge } from '../../coordination/classification/text-judge'
import { createClusterManager } from '../../coordination/cluster-manager'
import { createModelLearning } from '../../coordination/models/learning'
import { createModelService } from '../../coordination/models/model-service'
import type { NodeSpec } from '../../coordination/node-spec'
import { createInferenceClient } from '../../inference/create-inference-client'
import { detectBackend } from '../../inference/detect-backend'
import { createSimulatedServer } from '../../simulation/create-simulated-server'
import type { SimulatedServer, SimulatedServerOptions } from '../../simulation/types'
import { type StartOptions, startGateway } from './start-gateway'

export interface Machine {
  server: SimulatedServerOptions
  spec?: Partial<NodeSpec>
}

/** Fast, so that a test is over soon; slow enough that an answer has a middle. */
const quick = { ttftMs: 5, tokensPerSecond: 2000, slots: 32 } as const

/**
 * A gateway as users have it, with nothing scripted between it and the wire: a real cluster, a real model service, and
 * a simulated server for every machine, named as in `machines`. The caller stops it.
 */
export async function startSimulatedCluster(
  machines: Readonly<Record<string, Machine>>,
  options: StartOptions = {},
) {
  const servers = new Map<string, SimulatedServer>()
  const specs: NodeSpec[] = []
  for (const [index, [name, machine]] of Object.entries(machines).entries()) {
    const server = createSimulatedServer({ ...quick, ...machine.server })
    const { url } = await server.start()
    servers.set(name, server)
    const tier = index === 0 ? 0 : index === 1 ? 1 : 2
    const { protocol = 'ollama', flavour = 'openai', model = '' } = machine.server
    specs.push({
      name,
      url,
      tier,
      model,
      backend:
        protocol === 'ollama'
          ? 'ollama'
          : flavour === 'lmstudio' || flavour === 'localai'
            ? 'openai'
            : flavour,
      token: undefined,
      enabled: true,
      slots: 32,
      origin: index === 0 ? 'local' : 'config',
      ...machine.spec,
    })
  }
  const learning = createModelLearning({
    clock: systemClock,
    hosts: () => manager.hosts(),
    host: name => manager.host(name),
    policy: (node, model) => manager.policyOf(node, model),
    memoryOf: () => null,
    isProbing: () => false,
    file: null,
    reportUnknown: () => undefined,
  })
  const manager = createClusterManager({
    knowledge: learning.knowledge,
    clock: systemClock,
    random: Math.random,
    createClient: createInferenceClient,
    detectBackend,
    classifier: createClassifier({ judge: createTextJudge() }),
    createId: randomUUID,
    readSurroundings: () => ({ configProblem: null, demoRunning: false }),
    settings: {
      routing: { preferLocal: true, fallbackStrategy: 'graceful', loadBalance: true },
      health: { intervalMs: 60_000, timeoutMs: 2000 },
      contextLength: 8192,
      // A test that wants a refusal does not wait a minute for it.
      queue: { maxLength: 256, maxWaitMs: 500 },
    },
  })
  const models = createModelService({
    clock: systemClock,
    createId: randomUUID,
    cluster: manager,
    learning,
    catalogue: [],
    policy: manager.policyOf,
    reportUnknown: () => 'reference',
  })
  await manager.setNodes(specs)
  const gateway = await startGateway({ cluster: manager, models, ...options })

  return {
    ...gateway,
    manager,
    models,
    server(name: string): SimulatedServer {
      const server = servers.get(name)
      if (server === undefined) throw new Error(`There is no machine ${name}.`)
      return server
    },
    async stop(): Promise<void> {
      await gateway.stop()
      await models.stop()
      await manager.stop()
      await Promise.all([...servers.values()].map(server => server.stop()))
    },
  }
}
export type SimulatedCluster = Awaited<ReturnType<typeof startSimulatedCluster>>
