import {
  type LoadedModel,
  type ModelCapabilities,
  type ModelDetails,
  type ModelSummary,
  unknownCapabilities,
} from '../../../../shared/entities'
import { HarombeError } from '../../../../shared/errors'
import type { MachineMemory } from '../../../hardware/model-room'
import { collectCompletion } from '../../../inference/collect-completion'
import { bareLoaded, bareSummary, nothingKnown } from '../../../inference/model-library'
import type {
  Embeddings,
  InferenceClient,
  InferenceFrame,
  InferenceRequest,
  LoadOptions,
  ProbeResult,
  PullProgress,
} from '../../../inference/protocol'
import type { ModelHost } from '../../capability-knowledge'
import type { NodeActivity } from '../../cluster-manager'
import { specOf } from '../../testing/cluster'
import { createVirtualClock } from '../../testing/virtual-clock'
import { createModelLearning, type ModelLearningOptions } from '../learning'
import { createModelService } from '../model-service'

/** One thing a server does during a pull, a load or an answer. */
export type Deed = { wait: number } | { progress: PullProgress } | { fail: HarombeError } | 'hang'

export interface LabNode {
  name: string
  models: ModelSummary[]
  loaded: LoadedModel[] | null
  backend: ProbeResult['backend']
  version: string
  simulated: boolean
  reachable: boolean
  activeRequests: number
  supports: ModelCapabilities
  abilities: InferenceClient['library']['abilities']
  memory: MachineMemory | null
  /** What the user wrote at the node. */
  declared: ModelHost['spec']['declared']
  defaultModel: string
  /** What it does with each kind of work; the list changes when it is over. */
  deeds(kind: 'pull' | 'load' | 'unload' | 'remove', model: string): readonly Deed[]
  describe(model: string): Partial<ModelDetails> | HarombeError | 'hang'
  /** Frames of an answer; a deed first, if any. */
  answer(request: InferenceRequest): readonly (InferenceFrame | Deed)[]
  embed(model: string): Embeddings
  readonly asked: InferenceRequest[]
  readonly described: string[]
  readonly loads: { model: string; options: LoadOptions }[]
  checks: number
  /** What the next checks still see, since they began earlier: one list for each. */
  earlier: ModelSummary[][]
  /** Describes that run now, and most that ever did. */
  describing: number
  remove(): void
}

const everything = { pull: true, remove: true, load: true, unload: true }

export const gibibyte = 1024 ** 3

export const summary = (name: string, changes: Partial<ModelSummary> = {}): ModelSummary => ({
  ...bareSummary(name),
  sizeBytes: 4 * gibibyte,
  digest: `digest of ${name}`,
  ...changes,
})

export const loadedAs = (name: string, changes: Partial<LoadedModel> = {}): LoadedModel => ({
  ...bareLoaded(name),
  contextLength: 8192,
  ...changes,
})

/** Nodes whose servers do what they are told, the work on their models, and a clock that stands still unless moved. */
export function createModelLab(options: Partial<ModelLearningOptions> = {}) {
  const clock = createVirtualClock()
  const nodes = new Map<string, { node: LabNode; client: InferenceClient; retired: AbortController }>()
  const checked = new Set<(node: string) => void>()
  const active = new Set<(activity: NodeActivity) => void>()
  const unexpected: unknown[] = []
  let mostDescribing = 0
  let streaming = 0
  let mostStreaming = 0
  let ids = 0

  const pause = (ms: number | null, signal: AbortSignal) =>
    new Promise<void>(resolve => {
      if (signal.aborted) return resolve()
      const finish = () => {
        cancel?.()
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const cancel = ms === null ? null : clock.after(ms, finish)
      signal.addEventListener('abort', finish, { once: true })
    })

  const cancelled = () => new HarombeError('CANCELLED', 'The request was cancelled.')

  async function* act(deeds: readonly Deed[], signal: AbortSignal): AsyncGenerator<PullProgress> {
    for (const deed of deeds) {
      if (deed === 'hang') await pause(null, signal)
      else if ('wait' in deed) await pause(deed.wait, signal)
      else if ('fail' in deed) throw deed.fail
      if (signal.aborted) throw cancelled()
      if (typeof deed === 'object' && 'progress' in deed) yield deed.progress
    }
  }

  async function perform(deeds: readonly Deed[], signal: AbortSignal): Promise<void> {
    for await (const _progress of act(deeds, signal));
  }

  function clientOf(node: LabNode): InferenceClient {
    const isSame = (model: string) => (item: { name: string }) => item.name === model
    const client: InferenceClient = {
      kind: node.backend,
      get supports() {
        return node.supports
      },
      library: {
        get abilities() {
          return node.abilities
        },
        async describe(model, { signal }) {
          node.described.push(model)
          node.describing += 1
          const running = [...nodes.values()].reduce((sum, other) => sum + other.node.describing, 0)
          mostDescribing = Math.max(mostDescribing, running)
          const said = node.describe(model)
          await pause(said === 'hang' ? null : 20, signal)
          node.describing -= 1
          if (signal.aborted || said === 'hang') throw cancelled()
          if (said instanceof HarombeError) throw said
          return { ...nothingKnown(model), ...said }
        },
        async *pull(model, { signal }) {
          yield* act(node.deeds('pull', model), signal)
          if (!node.models.some(isSame(model))) node.models = [...node.models, summary(model)]
        },
        async remove(model, { signal }) {
          await perform(node.deeds('remove', model), signal)
          node.models = node.models.filter(({ name }) => name !== model)
        },
        async load(model, load, { signal }) {
          node.loads.push({ model, options: load })
          await perform(node.deeds('load', model), signal)
          node.loaded = [...(node.loaded ?? []), loadedAs(model)]
        },
        async unload(model, { signal }) {
          await perform(node.deeds('unload', model), signal)
          node.loaded = node.loaded?.filter(({ name }) => name !== model) ?? null
        },
      },
      async *stream(request, { signal }) {
        node.asked.push(request)
        streaming += 1
        mostStreaming = Math.max(mostStreaming, streaming)
        try {
          for (const part of node.answer(request)) {
            if (part === 'hang') await pause(null, signal)
            else if ('wait' in part) await pause(part.wait, signal)
            if (signal.aborted) {
              yield { type: 'error', error: cancelled() }
              return
            }
            if (typeof part === 'object' && 'type' in part) yield part
          }
        } finally {
          streaming -= 1
        }
      },
      embed: async ({ model }) => node.embed(model),
      complete: (request, given) => collectCompletion(client.stream(request, given)),
      probe: () => Promise.reject(new Error('The lab checks its nodes itself.')),
      close: async () => undefined,
    }
    return client
  }

  function hostOf({
    node,
    client,
    retired,
  }: {
    node: LabNode
    client: InferenceClient
    retired: AbortController
  }) {
    const { loaded, backend, version, simulated, name, declared } = node
    const models = node.earlier[0] ?? node.models
    const probe: ProbeResult = { backend, models, loaded, memory: null, version, simulated }
    const host: ModelHost = {
      spec: { ...specOf(name, { model: '' }), declared },
      client,
      probe,
      online: node.reachable,
      reachable: node.reachable,
      defaultModel: node.defaultModel,
      activeRequests: node.activeRequests,
      retired: retired.signal,
    }
    return host
  }

  const host = (name: string): ModelHost | null => {
    const found = nodes.get(name)
    return found === undefined ? null : hostOf(found)
  }
  const hosts = () => [...nodes.values()].map(hostOf)
  /** As the manager does after looking at a node. */
  const check = (name: string) => {
    const found = nodes.get(name)
    if (found !== undefined) found.node.checks += 1
    for (const listener of [...checked]) listener(name)
  }

  const learning = createModelLearning({
    clock,
    hosts,
    host,
    policy: () => ({ contextLength: 8192, keepAlive: 300 }),
    memoryOf: ({ spec }) => nodes.get(spec.name)?.node.memory ?? null,
    isProbing: () => false,
    file: null,
    reportUnknown: error => void unexpected.push(error),
    ...options,
  })
  const service = createModelService({
    clock,
    createId: () => `job-${ids++}`,
    cluster: {
      hosts,
      host,
      onChecked(listener) {
        checked.add(listener)
        return () => void checked.delete(listener)
      },
      onActivity(listener) {
        active.add(listener)
        return () => void active.delete(listener)
      },
      async checkNow(name) {
        await pause(5, new AbortController().signal)
        const found = nodes.get(name)
        if (found !== undefined) found.node.earlier = found.node.earlier.slice(1)
        check(name)
      },
    },
    learning,
    catalogue: [],
    policy: () => ({ contextLength: 8192, keepAlive: 300 }),
    reportUnknown(error) {
      unexpected.push(error)
      return 'reference'
    },
  })

  return {
    clock,
    learning,
    service,
    unexpected,
    check,
    host(name: string): ModelHost {
      const found = host(name)
      if (found === null) throw new Error(`There is no node ${name}.`)
      return found
    },
    tell: (activity: NodeActivity) => {
      for (const listener of [...active]) listener(activity)
    },
    listeners: () => checked.size + active.size,
    mostDescribing: () => mostDescribing,
    /** Answers under way, over all nodes. */
    streaming: () => streaming,
    mostStreaming: () => mostStreaming,
    add(name: string, changes: Partial<LabNode> = {}): LabNode {
      const retired = new AbortController()
      const node: LabNode = {
        name,
        models: [summary('small')],
        loaded: [],
        backend: 'ollama',
        version: '1',
        simulated: false,
        reachable: true,
        activeRequests: 0,
        supports: unknownCapabilities,
        abilities: everything,
        memory: null,
        declared: undefined,
        defaultModel: 'small',
        deeds: () => [{ wait: 100 }],
        describe: () => ({}),
        answer: () => [
          { type: 'text', text: 'yes' },
          { type: 'done', reason: 'stop' },
        ],
        embed: () => ({ vectors: [[0.5, 0.5]], promptTokens: 3 }),
        asked: [],
        described: [],
        loads: [],
        checks: 0,
        earlier: [],
        describing: 0,
        remove() {
          nodes.delete(name)
          retired.abort()
        },
        ...changes,
      }
      nodes.set(name, { node, client: clientOf(node), retired })
      return node
    },
  }
}

export type ModelLab = ReturnType<typeof createModelLab>
