import type { ClusterView } from '../../../shared/entities'
import type { ErrorCode } from '../../../shared/errors'
import { createClassifier } from '../classification/create-classifier'
import { createTextJudge } from '../classification/text-judge'
import { type ClusterManagerOptions, createClusterManager } from '../cluster-manager'
import { isVoided } from '../collect-execution'
import type { NodeSpec } from '../node-spec'
import type { EmbeddingExecution, ExecutionEvent, ExecutionRequest, RouteTarget } from '../types'
import type { WhatIf } from '../what-if'
import { createScriptedMachines, type Machine } from './scripted-machines'
import { createSeededRandom, createVirtualClock } from './virtual-clock'

/** A node of the file on a scripted machine of the same name. */
export const specOf = (name: string, changes: Partial<NodeSpec> = {}): NodeSpec => ({
  name,
  url: `http://${name}`,
  tier: 0,
  model: 'small',
  backend: 'ollama',
  token: undefined,
  enabled: true,
  slots: 1,
  origin: 'config',
  ...changes,
})

export const question = (changes: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  messages: [{ role: 'user', content: 'What is the capital of France?' }],
  target: { tier: 'auto' },
  origin: 'chat',
  onStreamFailure: 'restart',
  ...changes,
})

/** A text that is not sent. */
export const whatIf = (text: string, target: RouteTarget = { tier: 'auto' }): WhatIf => ({
  messages: [{ role: 'user', content: text }],
  target,
})

/** Ways for a node to fail before it has said anything, after each of which another is asked. */
export const earlyFailures: readonly ErrorCode[] = [
  'NODE_UNREACHABLE',
  'NODE_BUSY',
  'NODE_LOADING',
  'MODEL_MISSING',
  'TIMEOUT',
  'NODE_ERROR',
  'MALFORMED_RESPONSE',
]

/** A whole cluster on a virtual clock, its machines scripted. */
export function createTestCluster(
  seed = 1,
  changes: Partial<ClusterManagerOptions['settings']> = {},
  others: Pick<ClusterManagerOptions, 'wake'> = {},
) {
  const clock = createVirtualClock()
  const machines = createScriptedMachines(clock)
  const random = createSeededRandom(seed)
  const surroundings: Pick<ClusterView, 'configProblem' | 'demoRunning'> = {
    configProblem: null,
    demoRunning: false,
  }
  let ids = 0
  const manager = createClusterManager({
    clock,
    random,
    sinceBoot: clock.sinceBoot,
    createClient: machines.createClient,
    detectBackend: machines.detectBackend,
    classifier: createClassifier({ judge: createTextJudge() }),
    knowledge: machines.knowledge,
    createId: () => `request-${ids++}`,
    readSurroundings: () => surroundings,
    ...others,
    settings: {
      routing: { preferLocal: true, fallbackStrategy: 'graceful', loadBalance: true },
      health: { intervalMs: 5000, timeoutMs: 2000 },
      contextLength: 8192,
      ...changes,
    },
  })

  /** Makes these the nodes and waits for their first look. */
  const setNodes = (specs: readonly NodeSpec[]) => clock.finish(manager.setNodes(specs))

  /** Makes scripted machines the nodes, all of tier 0, that are asked in this order. */
  async function setMachines(scripts: Record<string, Partial<Machine>>) {
    const names = Object.keys(scripts)
    const made = names.map((name, index) => machines.add(name, { latency: index + 1, ...scripts[name] }))
    await setNodes(names.map(name => specOf(name)))
    return made
  }

  /** Runs one request in the background and gathers what it emits. */
  function start(request: ExecutionRequest = question(), signal = new AbortController().signal) {
    const events: ExecutionEvent[] = []
    const done = (async () => {
      for await (const event of manager.execute(request, signal)) events.push(event)
    })()
    return { events, done }
  }

  /** Runs one request to its end. */
  async function ask(request: ExecutionRequest = question(), signal?: AbortSignal): Promise<Outcome> {
    const { events, done } = start(request, signal)
    await clock.finish(done)
    return outcomeOf(events)
  }

  /** Makes embeddings of one text, or as told. */
  const embed = (changes: Partial<EmbeddingExecution> = {}, signal = new AbortController().signal) =>
    clock.finish(
      manager.embed({ inputs: ['hello'], target: { tier: 'auto' }, origin: 'api', ...changes }, signal),
    )

  return { clock, machines, random, manager, setNodes, setMachines, start, ask, embed }
}

export type TestCluster = ReturnType<typeof createTestCluster>

export interface Outcome {
  events: ExecutionEvent[]
  end: Extract<ExecutionEvent, { type: 'finished' | 'failed' }>
  /** The text as a caller who obeys `failedOver` has it at the end. */
  text: string
}

/** Reads events as a caller would. @throws when they do not end with exactly one terminal event */
export function outcomeOf(events: ExecutionEvent[]): Outcome {
  const terminal = events.filter(event => event.type === 'finished' || event.type === 'failed')
  const [end] = terminal
  if (end === undefined || terminal.length !== 1 || events.at(-1) !== end) {
    throw new Error(`Not exactly one terminal event at the end: ${events.map(({ type }) => type).join(' ')}`)
  }
  let text = ''
  for (const event of events) {
    if (event.type === 'failedOver' && isVoided(event)) text = ''
    if (event.type === 'text') text += event.text
  }
  return { events, end, text }
}
