import type { Clock } from '../../../shared/clock'
import { type BackendKind, type ModelCapabilities, unknownCapabilities } from '../../../shared/entities'
import { type ErrorCode, HarombeError } from '../../../shared/errors'
import { collectCompletion } from '../../inference/collect-completion'
import { bareLoaded, bareSummary, createFixedLibrary, nothingKnown } from '../../inference/model-library'
import type {
  ClientTarget,
  EmbeddingRequest,
  InferenceClient,
  InferenceFrame,
  InferenceOptions,
  InferenceRequest,
  ProbeResult,
} from '../../inference/protocol'
import type { CapabilityKnowledge } from '../capability-knowledge'
import type { HealthDependencies } from '../health/types'

/** One thing a machine does while it answers. `cut` ends the stream without a terminal marker, `hang` never ends. */
export type Step =
  | { wait: number }
  | { say: string }
  | { frame: InferenceFrame }
  | { fail: ErrorCode }
  | 'hang'
  | 'cut'
  | 'done'

export type ProbeAnswer = 'up' | 'silent' | ErrorCode

/** What a connection to the machine was used for. */
export interface ClientRecord {
  backend: BackendKind
  open: number
  closed: boolean
  /** It was closed while a stream was open on it. */
  closedInUse: boolean
}

export interface Machine {
  readonly url: string
  backend: BackendKind
  models: string[]
  /** What the model list says of their context lengths, by name. */
  contextLengths: Record<string, number>
  /** What the model list says of what they are, by name. */
  digests: Record<string, string>
  /** What is known of its models, by name. */
  abilities: Record<string, Partial<ModelCapabilities>>
  /** What its kind of server can do. */
  supports: ModelCapabilities
  loadedModels: string[] | null
  simulated: boolean
  /** Milliseconds a probe takes. */
  latency: number
  probe: ProbeAnswer
  /** What it does with its n-th request, 0 first. */
  plan(request: InferenceRequest, index: number): readonly Step[]
  /** How it takes its n-th embedding request, 0 first: with vectors, an error, or never. */
  embedPlan(request: EmbeddingRequest, index: number): 'vectors' | 'hang' | ErrorCode
  /** Requests it was sent, in order. */
  readonly requests: InferenceRequest[]
  readonly embedRequests: EmbeddingRequest[]
  /** The options of everything it was sent, in order. */
  readonly options: InferenceOptions[]
  readonly clients: ClientRecord[]
  /** Streams open now. */
  open: number
  probes: number
  /** Most probes that ever ran at once. */
  probesAtOnce: number
  detections: number
  /** Cuts every open stream and refuses new ones, until `revive`. */
  kill(): void
  revive(): void
}

const refused = (url: string) => new HarombeError('NODE_UNREACHABLE', `Nothing listens at ${url}.`)
const cancelled = () => new HarombeError('CANCELLED', 'The request was cancelled.')

/** Inference servers in memory that do what their script says, on whatever clock they are given. */
export function createScriptedMachines(clock: Clock) {
  const machines = new Map<string, Machine & { isUp: boolean; wakers: Set<() => void> }>()

  function at(baseUrl: string) {
    const machine = machines.get(baseUrl)
    if (machine === undefined) throw refused(baseUrl)
    return machine
  }

  /** Until `ms` are over (never for null), the signal fires, or the machine dies. */
  function pause(ms: number | null, signal: AbortSignal, wakers: Set<() => void>): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise(resolve => {
      const finish = () => {
        cancel?.()
        wakers.delete(finish)
        signal.removeEventListener('abort', finish)
        resolve()
      }
      const cancel = ms === null ? null : clock.after(ms, finish)
      wakers.add(finish)
      signal.addEventListener('abort', finish, { once: true })
    })
  }

  async function answerProbe(
    baseUrl: string,
    backend: BackendKind,
    signal: AbortSignal,
  ): Promise<ProbeResult> {
    const machine = at(baseUrl)
    machine.probes += 1
    running.set(machine, (running.get(machine) ?? 0) + 1)
    machine.probesAtOnce = Math.max(machine.probesAtOnce, running.get(machine) ?? 0)
    try {
      if (!machine.isUp) throw refused(baseUrl)
      await pause(machine.probe === 'silent' ? null : machine.latency, signal, machine.wakers)
      if (signal.aborted) throw cancelled()
      if (!machine.isUp) throw refused(baseUrl)
      if (machine.probe !== 'up') throw new HarombeError(machine.probe as ErrorCode, 'The check was refused.')
      if (machine.backend !== backend) throw new HarombeError('MALFORMED_RESPONSE', 'Another kind of server.')
      const { contextLengths, digests, loadedModels, simulated } = machine
      const models = machine.models.map(name => ({
        ...bareSummary(name),
        contextLength: contextLengths[name] ?? null,
        digest: digests[name] ?? null,
      }))
      const loaded = loadedModels?.map(bareLoaded) ?? null
      return { backend, models, loaded, memory: null, version: '1', simulated }
    } finally {
      running.set(machine, (running.get(machine) ?? 1) - 1)
    }
  }
  const running = new Map<Machine, number>()

  async function* answer(
    baseUrl: string,
    client: ClientRecord,
    request: InferenceRequest,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceFrame> {
    const machine = at(baseUrl)
    client.open += 1
    machine.open += 1
    const steps = machine.plan(request, machine.requests.push(request) - 1)
    const wasReached = machine.isUp
    let hasSpoken = false
    try {
      for (const step of steps) {
        if (step === 'hang') await pause(null, signal, machine.wakers)
        else if (typeof step === 'object' && 'wait' in step) await pause(step.wait, signal, machine.wakers)
        const failure = signal.aborted
          ? cancelled()
          : client.closed || !machine.isUp
            ? hasSpoken || wasReached
              ? new HarombeError('STREAM_CUT_OFF', `${baseUrl} went away.`)
              : refused(baseUrl)
            : null
        if (failure !== null) {
          yield { type: 'error', error: failure }
          return
        }
        if (step === 'cut') return
        if (step === 'done') {
          yield { type: 'done', reason: 'stop' }
          return
        }
        if (typeof step === 'string' || 'wait' in step) continue
        if ('fail' in step) {
          yield { type: 'error', error: new HarombeError(step.fail, `${baseUrl} said ${step.fail}.`) }
          return
        }
        hasSpoken = true
        yield 'say' in step ? { type: 'text', text: step.say } : step.frame
      }
    } finally {
      client.open -= 1
      machine.open -= 1
    }
  }

  /** One number a text: whose it is, and how long the text was. */
  async function embed(
    baseUrl: string,
    client: ClientRecord,
    request: EmbeddingRequest,
    signal: AbortSignal,
  ): Promise<number[][]> {
    const machine = at(baseUrl)
    const plan = machine.embedPlan(request, machine.embedRequests.push(request) - 1)
    client.open += 1
    machine.open += 1
    try {
      await pause(plan === 'hang' ? null : machine.latency, signal, machine.wakers)
      if (signal.aborted) throw cancelled()
      if (client.closed || !machine.isUp) throw refused(baseUrl)
      if (plan !== 'vectors') throw new HarombeError(plan as ErrorCode, `${baseUrl} said ${plan}.`)
      return request.inputs
        .map(input => [...machines.keys()].indexOf(baseUrl) + input.length / 1000)
        .map(value => [value])
    } finally {
      client.open -= 1
      machine.open -= 1
    }
  }

  function createClient({ baseUrl, backend }: ClientTarget): InferenceClient {
    const record: ClientRecord = { backend, open: 0, closed: false, closedInUse: false }
    machines.get(baseUrl)?.clients.push(record)
    const client: InferenceClient = {
      kind: backend,
      supports: machines.get(baseUrl)?.supports ?? unknownCapabilities,
      library: createFixedLibrary(baseUrl, async model => nothingKnown(model)),
      stream(request, options) {
        machines.get(baseUrl)?.options.push(options)
        return answer(baseUrl, record, request, options.signal)
      },
      async embed(request, options) {
        machines.get(baseUrl)?.options.push(options)
        const vectors = await embed(baseUrl, record, request, options.signal)
        return { vectors, promptTokens: request.inputs.length }
      },
      complete: (request, options) => collectCompletion(client.stream(request, options)),
      probe: ({ signal }) => answerProbe(baseUrl, backend, signal),
      async close() {
        record.closedInUse ||= record.open > 0
        record.closed = true
        for (const wake of [...(machines.get(baseUrl)?.wakers ?? [])]) wake()
      },
    }
    return client
  }

  const detectBackend: HealthDependencies['detectBackend'] = async (baseUrl, { signal }) => {
    const machine = at(baseUrl)
    machine.detections += 1
    return answerProbe(baseUrl, machine.backend, signal)
  }

  /** As if somebody had asked and tried every model of the machine a node's name says; new at every look. */
  const knowledge: CapabilityKnowledge = {
    of(node, model) {
      const machine = machines.get(`http://${node}`)
      return {
        ...unknownCapabilities,
        ...machine?.abilities[model],
        contextLength: machine?.contextLengths[model] ?? null,
      }
    },
  }

  return {
    createClient,
    detectBackend,
    knowledge,
    at: (url: string): Machine => at(url),
    /** Another way to write the address of a machine. */
    alias(url: string, machine: Machine): void {
      machines.set(url, at(machine.url))
    },
    /** A machine that answers every request with one sentence, unless `changes` say otherwise. */
    add(name: string, changes: Partial<Machine> = {}): Machine {
      const url = `http://${name}`
      const wakers = new Set<() => void>()
      const setUp = (isUp: boolean) => {
        machine.isUp = isUp
        for (const wake of [...wakers]) wake()
      }
      const machine = {
        url,
        backend: 'ollama' as const,
        models: ['small'],
        contextLengths: {},
        digests: {},
        abilities: {},
        supports: unknownCapabilities,
        loadedModels: null,
        simulated: false,
        latency: 5,
        probe: 'up' as const,
        plan: () => [{ wait: 10 }, { say: `${name} ` }, { wait: 10 }, { say: 'answers' }, 'done' as const],
        embedPlan: () => 'vectors' as const,
        requests: [],
        embedRequests: [],
        options: [],
        clients: [],
        open: 0,
        probes: 0,
        probesAtOnce: 0,
        detections: 0,
        kill: () => setUp(false),
        revive: () => setUp(true),
        isUp: true,
        wakers,
        ...changes,
      }
      machines.set(url, machine)
      return machine
    },
  }
}
