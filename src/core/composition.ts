import { randomBytes, randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { Config, NodeConfig } from '../shared/config/schema'
import { contract } from '../shared/contract'
import { createRouter, type Router } from '../shared/rpc/server'
import { createChatService } from './agent/chat-service'
import type { ConfigFile } from './config/config-file'
import { expandHome } from './config/data-directory'
import { createSecretReader, resolveSecret } from './config/secrets'
import { type ClusterManager, createClusterManager } from './coordination/cluster-manager'
import { clusterSettingsOf } from './coordination/cluster-settings'
import { createFeatureClassifier } from './coordination/feature-classifier'
import { findLocalBackends } from './coordination/local-backends'
import { createModelLearning } from './coordination/models/learning'
import { createLearntFile } from './coordination/models/learnt-file'
import { createModelService, type ModelService } from './coordination/models/model-service'
import type { NodeSpec } from './coordination/node-spec'
import {
  collectNodeSpecs,
  isOnThisMachine,
  isOwnListener,
  minimalNode,
  nodeUrl,
  ownListener,
} from './coordination/node-specs'
import { testNode } from './coordination/test-node'
import type { CoordinatorOptions } from './coordinator-options'
import { createChatHandlers } from './gateway/handlers/chat-handlers'
import { createClusterHandlers } from './gateway/handlers/cluster-handlers'
import { createModelsHandlers } from './gateway/handlers/models-handlers'
import { createSystemHandlers } from './gateway/handlers/system-handlers'
import { createResourceMonitor } from './hardware'
import { catalogue } from './hardware/catalogue'
import { memoryOfPeer } from './hardware/model-room'
import { within } from './hardware/within'
import { createInferenceClientFactory } from './inference/create-inference-client'
import { detectBackend } from './inference/detect-backend'
import { createFirstRunMarker } from './local-files'
import { openConversationStorage } from './memory/conversation-storage'
import { createOwnEngine } from './own-engine'
import { createOwnHardware } from './own-hardware'
import { createDemoCluster, type DemoNode } from './simulation/demo-cluster'

export interface Composition {
  router: Router
  manager: ClusterManager
  models: ModelService
  /** Of this machine, bytes; null until it was found out. */
  ownMemory(): { vramBytes: number; ramBytes: number } | null
  /** Takes the configuration in force over; resolves when every new node was looked at once. */
  applyConfig(): Promise<void>
  startDemo(): Promise<void>
  resolveSecret(value: string): string
  /** Ends what is being written into conversations as interrupted. */
  endConversations(): Promise<void>
  /** Cuts off whatever a node still answers. */
  stop(): Promise<void>
}

export interface CompositionOptions extends CoordinatorOptions {
  configFile: ConfigFile
  /** Address of the listener; null while there is none. */
  endpoint(): string | null
  mintBrowserUrl(): string
  reportUnknown(error: unknown, where: string): string
}

const createId = () => randomUUID()

function openStorage({ mode, dataDirectory, log }: CoordinatorOptions, { memory }: Config) {
  const path =
    mode === 'serve' && memory.enabled
      ? expandHome(memory.storage_path ?? join(dataDirectory, 'memory.db'))
      : ':memory:'
  const storage = openConversationStorage(path, {
    now: Date.now,
    createId,
    reportBackup: err => log.warn({ err }, 'the conversations were not backed up'),
  })
  for (const notice of storage.notices) log.warn(notice)
  return storage
}

/** How long a look at the models waits for what is being found out. */
const patienceMs = 3_000

/** What was learnt of models and machines, so that a restart need not ask and try everything again. */
const openLearntFile = ({ dataDirectory, log }: CoordinatorOptions) =>
  createLearntFile(join(dataDirectory, 'capabilities.json'), systemClock, err =>
    log.warn({ err }, 'what was learnt of models could not be read or written'),
  )

function isOwnNode({ url, origin }: NodeSpec): boolean {
  const parsed = URL.parse(url)
  return origin !== 'demo' && parsed !== null && isOnThisMachine(parsed, hostname())
}

/** Builds every layer and hands each what it needs. Nothing listens yet. */
export function compose(options: CompositionOptions): Composition {
  const { configFile, dataDirectory, host, reportUnknown } = options
  const config = () => configFile.current()
  const storage = openStorage(options, config())
  const firstRun = createFirstRunMarker(dataDirectory)
  const resources = createResourceMonitor()
  const demo = createDemoCluster()
  let demoNodes: readonly DemoNode[] = []
  let specProblems: string[] = []

  const resolve = (value: string) =>
    resolveSecret(value, { env: process.env, readSecret: createSecretReader(dataDirectory) })
  const configProblem = () =>
    [configFile.problem(), ...specProblems].filter(part => part !== null).join(' ') || null

  const ownHardware = createOwnHardware(() => models.refresh())
  const engine = createOwnEngine(options, config, ownHardware)
  const createClient = createInferenceClientFactory({ embedded: engine.embedded })
  const learning = createModelLearning({
    clock: systemClock,
    hosts: () => manager.hosts(),
    host: name => manager.host(name),
    policy: (node, model) => manager.policyOf(node, model),
    memoryOf({ spec, probe }) {
      if (spec.memory !== undefined) return { ...spec.memory, unified: false }
      if (isOwnNode(spec)) return ownHardware.memory()
      return probe?.memory == null ? null : memoryOfPeer(probe.memory)
    },
    isProbing: () => options.mode === 'serve' && config().cluster.probe_capabilities,
    file: options.mode === 'serve' ? openLearntFile(options) : null,
    reportUnknown: error => void reportUnknown(error, 'models'),
  })

  const manager = createClusterManager({
    clock: systemClock,
    random: Math.random,
    createId,
    createClient,
    detectBackend,
    classifier: createFeatureClassifier(),
    knowledge: learning.knowledge,
    settings: clusterSettingsOf(config()),
    readSurroundings: () => ({ configProblem: configProblem(), demoRunning: demo.isRunning() }),
  })

  const models = createModelService({
    clock: systemClock,
    createId,
    cluster: manager,
    learning,
    catalogue,
    policy: manager.policyOf,
    reportUnknown: error => reportUnknown(error, 'models'),
  })

  async function applyConfig(): Promise<void> {
    const collected = collectNodeSpecs({
      config: config(),
      hostname: hostname(),
      endpoint: options.endpoint(),
      demo: demoNodes,
      resolveSecret: resolve,
    })
    specProblems = collected.problems
    engine.applyConfig()
    manager.setSettings(clusterSettingsOf(config()))
    await manager.setNodes(collected.specs)
    manager.refresh()
    models.refresh()
  }

  const agentSettings = () => {
    const { agent, memory, model } = config()
    return {
      systemPrompt: agent.system_prompt,
      maxHistoryTokens: memory.max_history_tokens,
      temperature: model.temperature,
    }
  }
  const chat = createChatService({
    store: storage.store,
    cluster: manager,
    after: systemClock.after,
    settings: agentSettings,
    report: error => void reportUnknown(error, 'chat'),
  })

  async function startDemo(): Promise<void> {
    demoNodes = await demo.start()
    await applyConfig()
  }

  const ownPorts = () => {
    const endpoint = options.endpoint()
    return endpoint === null ? [] : [Number(new URL(endpoint).port)]
  }
  const { openFolder } = host

  const router = createRouter(contract, {
    chat: createChatHandlers({
      chat,
      conversations: storage.store,
      cluster: manager,
      askDefaults: agentSettings,
    }),
    cluster: createClusterHandlers({
      manager,
      editor: {
        async addNode(node) {
          configFile.addNode(minimalNode(node))
          await applyConfig()
        },
        async updateNode(name, changes) {
          configFile.updateNode(name, changes)
          await applyConfig()
        },
        async removeNode(name) {
          configFile.removeNode(name)
          await applyConfig()
        },
      },
      demo: {
        async start() {
          await startDemo()
          return demoNodes.map(node => node.name)
        },
        async stop() {
          demoNodes = []
          await applyConfig()
          await demo.stop()
          manager.refresh()
        },
        setNodeRunning: demo.setNodeRunning,
      },
      testNode(node: NodeConfig, signal) {
        const url = nodeUrl(node)
        if (isOwnListener(url, options.endpoint(), hostname())) throw ownListener()
        const token = node.auth_token === undefined ? undefined : resolve(node.auth_token)
        const dependencies = { clock: systemClock, createClient, detectBackend }
        return testNode({ url, backend: node.backend, token }, dependencies, signal)
      },
      findLocalBackends: signal => findLocalBackends({ detectBackend, ownPorts: ownPorts() }, signal),
    }),
    models: createModelsHandlers({
      models,
      engine: engine.control,
      async settled(signal) {
        const findings = () => Promise.all([learning.knowledge.learn?.(signal), ownHardware.report()])
        await within(patienceMs, signal, findings)
      },
    }),
    system: createSystemHandlers({
      info: () => ({
        version: options.version,
        capabilities: [...host.capabilities],
        configPath: options.configPath,
        dataDirectory,
        endpoint: options.endpoint(),
        configProblem: configProblem(),
        storageProblem: storage.problem(),
        firstRun: !firstRun.isDone() && config().cluster.nodes.length === 0 && !demo.isRunning(),
      }),
      hardware: ownHardware.report,
      watchResources: signal => resources.watch(signal),
      finishFirstRun: firstRun.finish,
      mintBrowserUrl: options.mintBrowserUrl,
      openConfigFolder: openFolder === undefined ? null : () => openFolder(dirname(options.configPath)),
    }),
  })

  return {
    router,
    manager,
    models,
    ownMemory: ownHardware.memory,
    applyConfig,
    startDemo,
    resolveSecret: resolve,
    endConversations: chat.stop,
    async stop() {
      await models.stop()
      await manager.stop()
      await engine.stop()
      await demo.stop()
      storage.close()
    },
  }
}

/** A short reference that leads from what a person sees to the line in the log. */
export function createErrorReporter(log: CoordinatorOptions['log']): CompositionOptions['reportUnknown'] {
  return (error, where) => {
    const reference = randomBytes(4).toString('hex')
    log.error({ err: error, where, reference }, 'unexpected error')
    return reference
  }
}
