import { randomBytes, randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { Config } from '../shared/config/schema'
import { contract } from '../shared/contract'
import { createRouter, type Router } from '../shared/rpc/server'
import { mayBePeer, taintOf } from './agent/approvals/taint'
import { withFeedback } from './agent/chat-feedback'
import { createChatService } from './agent/chat-service'
import { createEscalationJudge } from './agent/escalation-judge'
import { createFence } from './agent/run/fence'
import { composeAgent } from './compose-agent'
import { type ClusterComposition, composeCluster } from './compose-cluster'
import { composeConfig } from './compose-config'
import { composeMemoryHandlers, composeTransfer, openStorage, usualSettings } from './compose-memory'
import { composeRecall } from './compose-recall'
import type { ClusterManager } from './coordination/cluster-manager'
import { forcedSignal } from './coordination/learning/signals'
import type { ModelService } from './coordination/models/model-service'
import { minimalNode } from './coordination/node-specs'
import { createPrometheusExporter } from './coordination/prometheus'
import { wakeNode } from './coordination/wake/wake-node'
import type { CompositionOptions, CoordinatorOptions } from './coordinator-options'
import { createActivityHandlers } from './gateway/handlers/activity-handlers'
import { createAgentHandlers } from './gateway/handlers/agent-handlers'
import { createChatHandlers } from './gateway/handlers/chat-handlers'
import { type ClusterEditor, createClusterHandlers } from './gateway/handlers/cluster-handlers'
import { createConfigHandlers } from './gateway/handlers/config-handlers'
import { capabilitiesFor, createDesktopHandlers } from './gateway/handlers/desktop-handlers'
import { createModelsHandlers } from './gateway/handlers/models-handlers'
import { createPreferencesHandlers } from './gateway/handlers/preferences-handlers'
import { createRoutingHandlers } from './gateway/handlers/routing-handlers'
import { createSystemHandlers } from './gateway/handlers/system-handlers'
import { createTransferHandlers } from './gateway/handlers/transfer-handlers'
import { createResourceMonitor } from './hardware'
import { createFirstRunMarker } from './local-files'
import { type AnswerArchiveFile, openAnswerArchive } from './memory/answer-archive'
import { createRequestLog } from './memory/request-log/request-log'
import { createPreferencesStore } from './preferences/preferences-store'

export interface Composition
  extends Pick<ClusterComposition, 'applyConfig' | 'resolveSecret' | 'resumed' | 'serving'> {
  router: Router
  manager: ClusterManager
  models: ModelService
  /** For Prometheus. */
  metricsText(): Promise<string>
  /** Given under an Idempotency-Key. */
  answers: Pick<AnswerArchiveFile, 'find' | 'keep'>
  /** Of this machine, bytes; null until it was found out. */
  ownMemory(): { vramBytes: number; ramBytes: number } | null
  startDemo(): Promise<unknown>
  /** What is saved goes into the history, and drift is watched, until `stop`. */
  watchConfig(): void
  /** Ends what is being written into conversations as interrupted. */
  endConversations(): Promise<void>
  /** Cuts off whatever a node still answers. */
  stop(): Promise<void>
}

/** A command that runs without a coordinator leaves no trace. */
function openRequestLog({ mode, dataDirectory, log }: CoordinatorOptions, config: () => Config) {
  return createRequestLog({
    path: mode === 'serve' ? join(dataDirectory, 'requests.db') : null,
    clock: systemClock,
    settings() {
      const { enabled, keep_days: keepDays } = config().cluster.request_log
      return { enabled, keepDays }
    },
    report: (message, err) => log.warn({ err }, message),
  })
}

const openPreferences = ({ mode, dataDirectory, log }: CoordinatorOptions) =>
  createPreferencesStore({
    path: mode === 'serve' ? join(dataDirectory, 'preferences.json') : null,
    report: (message, err) => log.warn({ err }, message),
  })

/** Whoever wants no conversations on the disk wants no answers there either. */
const openAnswers = ({ mode, dataDirectory, log }: CoordinatorOptions, { memory }: Config) =>
  openAnswerArchive(mode === 'serve' && memory.enabled ? join(dataDirectory, 'answers.db') : ':memory:', {
    now: Date.now,
    report: err => log.warn({ err }, 'an answer was not kept for those who ask again'),
  })

function editorOf(
  { configFile }: CompositionOptions,
  { applyConfig }: Pick<ClusterComposition, 'applyConfig'>,
): ClusterEditor {
  return {
    async addNode(node, by) {
      configFile.addNode(minimalNode(node), by)
      await applyConfig()
    },
    async updateNode(name, changes, by) {
      configFile.updateNode(name, changes, by)
      await applyConfig()
    },
    async removeNode(name, by) {
      configFile.removeNode(name, by)
      await applyConfig()
    },
    async setDiscovery(changes, by) {
      configFile.setDiscovery(changes, by)
      await applyConfig()
    },
  }
}

/** Builds every layer and hands each what it needs. Nothing listens yet. */
export function compose(options: CompositionOptions): Composition {
  const { configFile, dataDirectory, host, reportUnknown } = options
  const config = () => configFile.current()
  const storage = openStorage(options, config)
  const requestLog = openRequestLog(options, config)
  const answers = openAnswers(options, config())
  const firstRun = createFirstRunMarker(dataDirectory)
  const resources = createResourceMonitor()
  const cluster = composeCluster(options)
  const { manager, models, routing, hardware, engine, demo, settled } = cluster
  const prometheus = createPrometheusExporter(manager.view)
  manager.onEnded(requestLog.add)
  manager.onEnded(prometheus.observe)

  const fence = createFence(randomBytes(32))
  const isPeer = (node: string) => mayBePeer(manager.view().nodes, node)
  const recalling = composeRecall(options, {
    storage,
    manager,
    fence,
    taintOf: id => taintOf(storage.stores.origins(id), isPeer),
    conversationChanged: id => chat.conversationChanged(id),
  })
  const layerFour = composeAgent(options, {
    manager,
    fence,
    isPeer,
    resolveSecret: cluster.resolveSecret,
    learnModels: cluster.learnModels,
    hardware: hardware.report,
    recall: recalling.recall,
    embed: recalling.embed,
  })
  const escalation = createEscalationJudge({
    cluster: manager,
    outlook: manager,
    settings() {
      const { escalation: mode, escalations_per_hour: perHour } = config().cluster.routing
      return { mode, perHour }
    },
    monotonic: systemClock.monotonic,
  })
  const answering = createChatService({
    store: storage.store,
    cluster: manager,
    contexts: recalling.contexts,
    agent: layerFour.agent,
    after: systemClock.after,
    settings: layerFour.settings,
    escalation,
    report: error => void reportUnknown(error, 'chat'),
  })
  const chat = withFeedback({
    chat: answering,
    store: storage.store,
    learning: routing,
    report: error => void reportUnknown(error, 'learning'),
  })
  const transfer = composeTransfer({ storage, conversationChanged: chat.conversationChanged })

  async function applyConfig(): Promise<void> {
    layerFour.mcp.applyConfig()
    await cluster.applyConfig()
  }
  const converging = composeConfig({
    configFile,
    stores: options.stores,
    cluster,
    version: options.version,
    role: options.mode !== 'serve' ? 'command' : options.listens === false ? 'session' : 'serve',
    import: { discovery: cluster.discovery, hardware },
    applyConfig,
    reportUnknown,
  })

  const { openFolder } = host
  const router = createRouter(contract, {
    activity: createActivityHandlers(requestLog),
    agent: createAgentHandlers({
      ...layerFour,
      sandbox: async () => (await layerFour.sandbox()).view,
      createId: randomUUID,
    }),
    chat: createChatHandlers({
      chat,
      conversations: storage.store,
      saveExchange: transfer.saveExchange,
      defaultSettings: () => usualSettings(config()),
      exchanges: transfer.exchanges,
      cluster: manager,
      askDefaults: layerFour.settings,
      agent: layerFour.agent,
      escalation,
      askedByHand(route) {
        const signal = forcedSignal(randomUUID(), route)
        if (signal !== null) routing.note(signal)
      },
    }),
    cluster: createClusterHandlers({
      manager,
      discovery: cluster.discovery,
      editor: editorOf(options, cluster),
      demo,
      setServing: cluster.serving.set,
      testNode: cluster.testNode,
      wakeNode: node => wakeNode(node),
      findLocalBackends: cluster.findLocalBackends,
    }),
    desktop: createDesktopHandlers(host.desktop),
    config: createConfigHandlers(configFile, converging.handlers),
    memory: {
      ...composeMemoryHandlers({
        storage,
        meaning: recalling.meaning,
        conversationChanged: chat.conversationChanged,
      }),
      ...recalling.uploadHandlers,
      ...createTransferHandlers({ ...transfer, uploads: recalling.uploads, now: Date.now }),
    },
    models: createModelsHandlers({
      models,
      engine: engine.control,
      async useEngine(by) {
        configFile.setLocalBackend('embedded', by)
        await cluster.applyConfig()
      },
      settled,
    }),
    preferences: createPreferencesHandlers(openPreferences(options)),
    routing: createRoutingHandlers({
      learning: routing,
      settings: () => config().cluster.routing,
      async setRouting(changes, by) {
        configFile.setRouting(changes, by)
        await cluster.applyConfig()
      },
      now: Date.now,
    }),
    system: createSystemHandlers({
      info: caller => ({
        version: options.version,
        capabilities: capabilitiesFor(caller, host),
        configPath: options.configPath,
        dataDirectory,
        endpoint: options.endpoint(),
        configProblem: cluster.configProblem(),
        storageProblem: storage.problem(),
        // Who has a file with a mistake in it is no newcomer, whatever the defaults in force say.
        firstRun:
          !firstRun.isDone() &&
          configFile.problem() === null &&
          config().cluster.nodes.length === 0 &&
          !demo.isRunning(),
      }),
      hardware: hardware.report,
      watchResources: signal => resources.watch(signal),
      finishFirstRun: firstRun.finish,
      mintBrowserUrl: options.mintBrowserUrl,
      sharing: options.sharing,
      mintPhoneUrl: options.mintPhoneUrl,
      openConfigFolder: openFolder === undefined ? null : () => openFolder(dirname(options.configPath)),
    }),
  })

  return {
    router,
    manager,
    models,
    metricsText: prometheus.text,
    answers,
    ownMemory: hardware.memory,
    applyConfig,
    watchConfig: converging.start,
    resumed: cluster.resumed,
    serving: cluster.serving,
    startDemo() {
      layerFour.mcp.applyConfig()
      return demo.start()
    },
    resolveSecret: cluster.resolveSecret,
    endConversations: chat.stop,
    stop: () =>
      converging
        .stop()
        .then(cluster.stop)
        .finally(async () => {
          await recalling.stop()
          await layerFour.stop()
          prometheus.stop()
          requestLog.close()
          answers.close()
          return storage.close()
        }),
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
