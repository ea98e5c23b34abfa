import type { BackendKind } from '../../../../shared/entities'
import { createInferenceClient } from '../../../inference/create-inference-client'
import type { ClientTarget, InferenceClient } from '../../../inference/protocol'
import { createSimulatedServer } from '../../../simulation/create-simulated-server'
import type {
  SimulatedBehaviour,
  SimulatedModel,
  SimulatedServer,
  SimulatedServerOptions,
} from '../../../simulation/types'
import { startSimulatedCluster } from '../simulated-cluster'
import type { SimulatedEngine } from './cells'

/** An engine with a client of it, and a hand on what it does. */
export interface Bench {
  client: InferenceClient
  set(changes: Partial<SimulatedBehaviour>): void
  /** From now on as while its model is being loaded; the returned function ends that. */
  startLoading(): Promise<() => void>
  /** Requests the machine is working on. */
  active(): number
  /** The same engine asked with a token that it does not accept. */
  asStranger(): InferenceClient
  /** Takes it off the network. */
  vanish(): Promise<void>
  stop(): Promise<void>
}

/** Tokens its context holds. */
export const contextLength = 2048
export const chatModel = 'chat:7b'
export const thinkingModel = 'thinker:7b'
export const embeddingModel = 'embedder'

const models: readonly SimulatedModel[] = [
  { name: chatModel, contextLength },
  { name: thinkingModel, contextLength, capabilities: ['completion', 'thinking'] },
  { name: embeddingModel, contextLength, capabilities: ['embedding'], dimensions: 32 },
]
const quick = { ttftMs: 2, tokensPerSecond: 4000 } as const
const timeouts = { connect: 1000, firstToken: 5000 }
const token = 'the-token-it-accepts'

type BareEngine = Exclude<SimulatedEngine, 'harombe'>

const bare: Record<BareEngine, { backend: BackendKind; server: SimulatedServerOptions }> = {
  ollama: { backend: 'ollama', server: {} },
  openai: { backend: 'openai', server: { protocol: 'openai' } },
  vllm: { backend: 'vllm', server: { protocol: 'openai', flavour: 'vllm' } },
  sglang: { backend: 'sglang', server: { protocol: 'openai', flavour: 'sglang' } },
  llamacpp: { backend: 'llamacpp', server: { protocol: 'openai', flavour: 'llamacpp' } },
  lmstudio: { backend: 'openai', server: { protocol: 'openai', flavour: 'lmstudio' } },
  localai: { backend: 'openai', server: { protocol: 'openai', flavour: 'localai' } },
}

/** vLLM and SGLang serve one model a process. */
function modelsOf(engine: BareEngine, model: string): SimulatedServerOptions {
  const isSingle = engine === 'vllm' || engine === 'sglang' || engine === 'llamacpp'
  return isSingle ? { model, models: models.filter(({ name }) => name === model) } : { models }
}

export interface BenchOptions {
  /** The model that is asked, where a server has one only. */
  model: string
  /** Milliseconds of silence that are borne in the middle of an answer. */
  stall: number
}

/** Whoever asks a node has looked at it before. */
async function connect(target: ClientTarget, stall: number): Promise<InferenceClient> {
  const client = createInferenceClient({ ...target, timeouts: { ...timeouts, stall } })
  await client.probe({ signal: AbortSignal.timeout(5000) })
  return client
}

function handOn(server: SimulatedServer): Pick<Bench, 'set' | 'active' | 'startLoading'> {
  return {
    set: changes => server.setBehaviour(changes),
    active: () => server.stats.active,
    async startLoading() {
      server.setBehaviour({ isLoading: true })
      return () => server.setBehaviour({ isLoading: false })
    },
  }
}

async function startBare(engine: BareEngine, { model, stall }: BenchOptions): Promise<Bench> {
  const { backend, server: options } = bare[engine]
  const server = createSimulatedServer({ ...quick, ...options, ...modelsOf(engine, model) })
  const { url } = await server.start()
  const client = await connect({ baseUrl: url, backend }, stall)
  const hand = handOn(server)
  return {
    ...hand,
    client,
    async startLoading() {
      if (engine !== 'vllm') return await hand.startLoading()
      await server.stop()
      return () => {}
    },
    // None of these servers has tokens of its own: a proxy in front of it says this.
    asStranger() {
      server.setBehaviour({ status: 401 })
      return client
    },
    vanish: () => server.stop(),
    async stop() {
      await client.close()
      await server.stop()
    },
  }
}

/** A coordinator in front of one simulated Ollama, asked as its peers ask it. */
async function startHarombe(stall: number): Promise<Bench> {
  const cluster = await startSimulatedCluster(
    { machine: { server: { ...quick, model: chatModel, models } } },
    { server: { require_token: true }, resolvedAuthToken: token },
  )
  const target = { baseUrl: cluster.endpoint, backend: 'harombe' } as const
  const client = await connect({ ...target, token }, stall)
  const stranger = createInferenceClient({ ...target, token: 'another' })
  return {
    ...handOn(cluster.server('machine')),
    client,
    asStranger: () => stranger,
    vanish: () => cluster.stop(),
    async stop() {
      await Promise.all([client.close(), stranger.close()])
      await cluster.stop()
    },
  }
}

export const startBench = (engine: SimulatedEngine, options: BenchOptions): Promise<Bench> =>
  engine === 'harombe' ? startHarombe(options.stall) : startBare(engine, options)
