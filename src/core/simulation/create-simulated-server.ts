import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { HarombeError } from '../../shared/errors'
import { createModelStore } from './model-store'
import { orAborted } from './or-aborted'
import { refusals } from './refusals'
import type { RouteContext } from './route'
import { findRoute } from './routes'
import {
  defaultBehaviour,
  type SimulatedBehaviour,
  type SimulatedFailure,
  type SimulatedModel,
  type SimulatedServer,
  type SimulatedServerOptions,
  type SimulatedStats,
} from './types'

/** Images come in here, as base64. */
const bodyLimit = 64 * 1024 * 1024

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part: Buffer = chunk
    bytes += part.length
    if (bytes > bodyLimit) throw new HarombeError('PAYLOAD_TOO_LARGE', 'The request is too large.')
    chunks.push(part)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** `model` is in memory from the start, and so is every model of a server that has no other way. */
function modelsOf(
  model: string | undefined,
  models: readonly SimulatedModel[],
  isStatic: boolean,
): SimulatedModel[] {
  const first = models.find(({ name }) => name === model)
  const alone = model === undefined || first !== undefined ? [] : [{ name: model, loaded: true }]
  return [...alone, ...models].map(given =>
    isStatic || given.name === model ? { ...given, loaded: true } : given,
  )
}

/**
 * A stand-in inference server: the real wire protocol of Ollama or of one of the servers with the OpenAI API over real
 * HTTP, with no model behind it. It says so in its text, in its version and in the header `x-harombe-simulated: 1` of
 * every answer; JSON and tool calls that were asked for stay what was asked for.
 */
export function createSimulatedServer(options: SimulatedServerOptions): SimulatedServer {
  const {
    model,
    models = [],
    protocol = 'ollama',
    flavour = 'openai',
    host = '127.0.0.1',
    port = 0,
    registry = null,
    onEnded = () => undefined,
    ...given
  } = options
  const isLlama = protocol === 'openai' && flavour === 'llamacpp'
  const isRouter = isLlama && (models.length > 1 || model === undefined)
  const isStatic = protocol === 'openai' && flavour !== 'lmstudio' && flavour !== 'localai' && !isRouter
  const store = createModelStore(modelsOf(model, models, isStatic))
  const words = refusals[protocol === 'ollama' ? 'ollama' : flavour]
  const fetched = new Map<string, number>()
  let behaviour: SimulatedBehaviour = { ...defaultBehaviour, ...given }
  let server: Server | null = null
  let boundPort = port
  let serial = 0
  let ruptures = 0
  let rupture: SimulatedFailure = 'destroy'
  let ready = Promise.withResolvers<void>()
  const counts: SimulatedStats = {
    requests: 0,
    active: 0,
    connections: 0,
    connectionsMade: 0,
    completed: 0,
    cancelled: 0,
    failed: 0,
    rejected: 0,
    tokens: 0,
    loads: 0,
    unloads: 0,
    pulls: 0,
    cancelledPulls: 0,
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    counts.requests++
    const current = behaviour
    const before = ruptures
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    response.on('error', () => gone.abort())
    response.setHeader('x-harombe-simulated', '1')
    const context: RouteContext = {
      store,
      refusals: words,
      counts,
      behaviour: current,
      response,
      signal: gone.signal,
      flavour,
      isRouter,
      url: new URL(request.url ?? '/', 'http://simulated'),
      registry,
      fetched,
      readBody: () => readJson(request),
      whenReady: () => orAborted(ready.promise, gone.signal),
      nextSerial: () => ++serial,
      interruption: () => (ruptures > before ? rupture : null),
      onEnded,
    }
    try {
      if (current.latencyMs > 0) await sleep(current.latencyMs, undefined, { signal: gone.signal })
      await findRoute(protocol, flavour, request.method ?? 'GET', context.url.pathname)(context)
    } catch {
      // Nearly always a client that went away; in any case nothing sensible can be said on this connection any more.
      response.destroy()
    }
  }

  return {
    async start() {
      if (server !== null) return { port: boundPort, url: `http://${urlHost(host)}:${boundPort}` }
      const listening = createServer((request, response) => void handle(request, response))
      listening.on('connection', socket => {
        counts.connectionsMade++
        counts.connections++
        socket.once('close', () => counts.connections--)
      })
      await new Promise<void>((resolve, reject) => {
        listening.once('error', (error: NodeJS.ErrnoException) => {
          reject(
            error.code === 'EADDRINUSE'
              ? new HarombeError('CONFLICT', `Port ${boundPort} is taken.`, {
                  hint: 'Choose another port, or 0 for any free one.',
                })
              : error,
          )
        })
        listening.listen(boundPort, host, resolve)
      })
      const address = listening.address()
      if (typeof address === 'object' && address !== null) boundPort = address.port
      server = listening
      return { port: boundPort, url: `http://${urlHost(host)}:${boundPort}` }
    },
    async stop(beforeCut) {
      const stopping = server
      server = null
      if (stopping === null) return
      const closed = new Promise<void>(resolve => stopping.close(() => resolve()))
      await beforeCut?.()
      stopping.closeAllConnections()
      await closed
      store.reset()
    },
    setBehaviour(changes) {
      behaviour = { ...behaviour, ...changes }
      if (behaviour.isLoading) return
      ready.resolve()
      ready = Promise.withResolvers<void>()
    },
    breakRunning(failure) {
      rupture = failure
      ruptures++
    },
    get models() {
      return store.list().map(({ spec, loaded }) => ({
        name: spec.name,
        isLoaded: loaded !== null,
        context: loaded?.context ?? null,
      }))
    },
    get stats(): SimulatedStats {
      return { ...counts, ...store.counts }
    },
  }
}
