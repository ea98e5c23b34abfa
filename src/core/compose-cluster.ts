import { randomUUID } from 'node:crypto'
import { hostname, uptime } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { Config, NodeConfig } from '../shared/config/schema'
import type { LocalBackend, NodeTestResult } from '../shared/contract/cluster'
import {
  type Convergence,
  type FitEstimate,
  unknownCapabilities,
  unknownConvergence,
} from '../shared/entities'
import { isSameModel } from '../shared/same-model'
import { createSecretReader, resolveSecret } from './config/secrets'
import { createClassifier } from './coordination/classification/create-classifier'
import { createTextJudge } from './coordination/classification/text-judge'
import { type ClusterManager, createClusterManager } from './coordination/cluster-manager'
import { clusterSettingsOf } from './coordination/cluster-settings'
import type { Discovery } from './coordination/discovery/types'
import { createIncidentBook, incidentsContent, noIncidents } from './coordination/health/incidents'
import { createKeptFile } from './coordination/kept-file'
import { createRoutingLearning, type RoutingLearning } from './coordination/learning/routing-learning'
import { openSignalFile } from './coordination/learning/signal-file'
import { findLocalBackends } from './coordination/local-backends'
import { createModelLearning } from './coordination/models/learning'
import { createLearntFile } from './coordination/models/learnt-file'
import { createModelService, type ModelService } from './coordination/models/model-service'
import type { NodeSpec } from './coordination/node-spec'
import {
  collectNodeSpecs,
  isOnThisMachine,
  isOwnListener,
  nodeUrl,
  ownListener,
  type SpecResult,
} from './coordination/node-specs'
import { createPaceFile } from './coordination/placement/pace-file'
import { createPlacements } from './coordination/placement/placements'
import { lookAtNode, type NodeLook, testNode } from './coordination/test-node'
import { wakeNode } from './coordination/wake/wake-node'
import type { CompositionOptions } from './coordinator-options'
import { catalogue } from './hardware/catalogue'
import { memoryOfPeer } from './hardware/model-room'
import { within } from './hardware/within'
import { createInferenceClientFactory } from './inference/create-inference-client'
import { detectBackend } from './inference/detect-backend'
import { createOwnDiscovery } from './own-discovery'
import { createOwnEngine, type OwnEngine } from './own-engine'
import { createOwnHardware, type OwnHardware } from './own-hardware'
import { createDemoCluster } from './simulation/demo-cluster'

/** Machines, servers and models: layers 1 to 3, joined. */
export interface ClusterComposition {
  manager: ClusterManager
  models: ModelService
  /** What was learnt from the user about where questions should go. */
  routing: RoutingLearning
  discovery: Discovery
  hardware: OwnHardware
  engine: Pick<OwnEngine, 'control'>
  demo: {
    isRunning(): boolean
    /** Resolves with the names of its nodes. */
    start(): Promise<string[]>
    stop(): Promise<void>
    setNodeRunning(name: string, running: boolean): Promise<void>
  }
  /** Takes the configuration in force over; resolves when every new node was looked at once. */
  /** Whether other programs and machines are answered. Until a restart only. */
  serving: { isOn(): boolean; set(on: boolean): void }
  applyConfig(): Promise<void>
  /** What keeps the file from being followed as written, in words. */
  configProblem(): string | null
  /** How far the machines are what the file says, for everybody who sees the cluster. */
  setConvergence(convergence: Convergence): void
  /** @throws HarombeError when there is no such secret */
  resolveSecret(value: string): string
  /** Resolves when what is being found out of models and machines is known, or after a few seconds. Never rejects. */
  settled(signal: AbortSignal): Promise<void>
  /** Resolves when it is known what the models of the nodes can; where that is found out on demand, this is the demand. */
  learnModels(signal: AbortSignal): Promise<void>
  testNode(node: NodeConfig, signal: AbortSignal): Promise<NodeTestResult>
  /** The nodes a configuration comes to, whether it is in force or not, with what keeps them from being used. */
  specsOf(config: Config): SpecResult
  /** Asks a node that need not be part of the cluster. Never throws for one that is away. */
  lookAt(spec: NodeSpec, signal: AbortSignal): Promise<NodeLook>
  /** Whether a model would fit a node; null when nothing can be said. @param sizeBytes null: nobody knows */
  fitOf(node: string, model: string, sizeBytes: number | null): FitEstimate | null
  findLocalBackends(signal: AbortSignal): Promise<LocalBackend[]>
  /** The machine slept, or its networks changed. */
  resumed(): void
  /** Cuts off whatever a node still answers. */
  stop(): Promise<void>
}

/** How long a look at the models waits for what is being found out. */
const patienceMs = 3_000

/** What was learnt of models and machines, so that a restart need not ask and try everything again. */
const openLearntFile = ({ dataDirectory, log }: CompositionOptions) =>
  createLearntFile(join(dataDirectory, 'capabilities.json'), systemClock, err =>
    log.warn({ err }, 'what was learnt of models could not be read or written'),
  )

/** How fast nodes were, so that the first questions after a restart go where they are soonest done. */
const openPaceFile = ({ dataDirectory, log }: CompositionOptions) =>
  createPaceFile(join(dataDirectory, 'paces.json'), systemClock, err =>
    log.warn({ err }, 'how fast nodes were could not be read or written'),
  )

/** What the user did about answers. A command without a coordinator goes by it too, and adds nothing. */
const openRoutingLearning = ({ dataDirectory, log, mode, configFile }: CompositionOptions) =>
  createRoutingLearning({
    clock: systemClock,
    file: openSignalFile(join(dataDirectory, 'routing.json'), systemClock, err =>
      log.warn({ err }, 'what was learnt from the user could not be read or written'),
    ),
    isOn: () => configFile.current().cluster.routing.learn,
    records: mode === 'serve',
  })

/** What happened to the nodes, so that their history does not end with a restart. */
const openIncidentFile = ({ dataDirectory, log }: CompositionOptions) =>
  createKeptFile({
    path: join(dataDirectory, 'incidents.json'),
    schema: incidentsContent,
    nothing: noIncidents,
    clock: systemClock,
    report: err => log.warn({ err }, 'what happened to nodes could not be read or written'),
  })

function isOwnNode({ url, origin }: NodeSpec): boolean {
  const parsed = URL.parse(url)
  return origin !== 'demo' && parsed !== null && isOnThisMachine(parsed, hostname())
}

export function composeCluster(options: CompositionOptions): ClusterComposition {
  const { configFile, endpoint, reportUnknown } = options
  const config = () => configFile.current()
  const ownsData = options.mode === 'serve'
  const demo = createDemoCluster()
  let demoNodes: Awaited<ReturnType<typeof demo.start>> = []
  let specProblems: string[] = []
  let serves = true
  let convergence = unknownConvergence

  const resolve = (value: string) =>
    resolveSecret(value, { env: process.env, readSecret: createSecretReader(options.dataDirectory) })
  const configProblem = () =>
    [configFile.problem(), ...specProblems].filter(part => part !== null).join(' ') || null

  const routing = openRoutingLearning(options)
  const hardware = createOwnHardware(() => models.refresh())
  const engine = createOwnEngine(options, config, hardware)
  const createClient = createInferenceClientFactory({ embedded: engine.embedded })
  const learning = createModelLearning({
    clock: systemClock,
    hosts: () => manager.hosts(),
    host: name => manager.host(name),
    policy: (node, model) => manager.policyOf(node, model),
    memoryOf({ spec, probe }) {
      if (spec.memory !== undefined) return { ...spec.memory, unified: false }
      if (isOwnNode(spec)) return hardware.memory()
      return probe?.memory == null ? null : memoryOfPeer(probe.memory)
    },
    isProbing: () => ownsData && config().cluster.probe_capabilities,
    onDemand: !ownsData,
    file: ownsData ? openLearntFile(options) : null,
    reportUnknown: error => void reportUnknown(error, 'models'),
  })
  const reportWake = (err: unknown) => options.log.warn({ err }, 'a machine could not be called awake')
  const manager = createClusterManager({
    clock: systemClock,
    random: Math.random,
    sinceBoot: () => uptime() * 1000,
    createId: randomUUID,
    createClient,
    detectBackend,
    classifier: createClassifier({ judge: createTextJudge() }),
    knowledge: learning.knowledge,
    placements: createPlacements(systemClock, ownsData ? openPaceFile(options) : null),
    incidents: createIncidentBook(systemClock, ownsData ? openIncidentFile(options) : null),
    learntShift: routing.shift,
    settings: clusterSettingsOf(config()),
    ...(ownsData ? { wake: node => void wakeNode(node).catch(reportWake) } : {}),
    readSurroundings: () => ({
      configProblem: configProblem(),
      demoRunning: demo.isRunning(),
      servingPaused: !serves,
      convergence,
    }),
  })
  const models = createModelService({
    clock: systemClock,
    createId: randomUUID,
    cluster: manager,
    learning,
    catalogue,
    policy: manager.policyOf,
    reportUnknown: error => reportUnknown(error, 'models'),
  })

  const discovery = createOwnDiscovery(options, {
    manager,
    createClient,
    onNodesChanged: () => void setNodes().catch(error => reportUnknown(error, 'discovery')),
  })

  const specsOf = (wanted: Config) =>
    collectNodeSpecs({
      config: wanted,
      hostname: hostname(),
      endpoint: endpoint(),
      demo: demoNodes,
      discovered: discovery.specs,
      placeOf: discovery.placeOf,
      resolveSecret: resolve,
    })

  async function setNodes(): Promise<void> {
    const collected = specsOf(config())
    specProblems = collected.problems
    await manager.setNodes(collected.specs)
    manager.refresh()
    models.refresh()
  }

  function fitOf(node: string, model: string, sizeBytes: number | null): FitEstimate | null {
    const host = manager.host(node)
    if (host === null) return null
    const known = catalogue.find(({ name }) => isSameModel(name, model))
    if (known !== undefined) return learning.fits.ofCatalogue(host, known)
    if (sizeBytes === null) return null
    const unsaid = { digest: null, family: null, parameters: null, quantization: null, contextLength: null }
    return learning.fits.ofModel(host, { name: model, sizeBytes, ...unsaid }, unknownCapabilities)
  }

  async function applyConfig(): Promise<void> {
    engine.applyConfig()
    manager.setSettings(clusterSettingsOf(config()))
    routing.settingsChanged()
    discovery.applyConfig()
    await setNodes()
  }

  return {
    manager,
    models,
    routing,
    discovery,
    hardware,
    engine,
    demo: {
      isRunning: demo.isRunning,
      async start() {
        demoNodes = await demo.start()
        await applyConfig()
        return demoNodes.map(({ name }) => name)
      },
      async stop() {
        demoNodes = []
        await applyConfig()
        await demo.stop()
        manager.refresh()
      },
      // That machine is stopped by hand, and its checks know it first: a question that loses two of them in a row must not be
      // taken for one that kills whatever answers it.
      setNodeRunning: (name, running) => demo.setNodeRunning(name, running, () => manager.checkNow(name)),
    },
    serving: {
      isOn: () => serves,
      set(on) {
        serves = on
        manager.refresh()
      },
    },
    applyConfig,
    configProblem,
    setConvergence(next) {
      convergence = next
      manager.refresh()
    },
    resolveSecret: resolve,
    learnModels: async signal => learning.knowledge.learn?.(signal),
    async settled(signal) {
      const findings = () => Promise.all([learning.knowledge.learn?.(signal), hardware.report()])
      await within(patienceMs, signal, findings)
    },
    specsOf,
    lookAt: (spec, signal) => lookAtNode(spec, { clock: systemClock, createClient, detectBackend }, signal),
    fitOf,
    testNode(node, signal) {
      const url = nodeUrl(node)
      if (isOwnListener(url, endpoint(), hostname())) throw ownListener()
      const token = node.auth_token === undefined ? undefined : resolve(node.auth_token)
      const dependencies = { clock: systemClock, createClient, detectBackend }
      return testNode({ url, backend: node.backend, token }, dependencies, signal)
    },
    findLocalBackends(signal) {
      const own = endpoint()
      const ownPorts = own === null ? [] : [Number(new URL(own).port)]
      return findLocalBackends({ detectBackend, ownPorts }, signal)
    },
    resumed() {
      manager.resumed()
      discovery.wokeUp()
    },
    async stop() {
      await discovery.stop()
      hardware.stop()
      await models.stop()
      await manager.stop()
      await routing.close()
      await engine.stop()
      await demo.stop()
    },
  }
}
