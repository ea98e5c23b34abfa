import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { HarombeError } from '../../shared/errors'
import { findRoute, type RouteContext } from './routes'
import { type AnswerEncoder, type ChatQuestion, sendJson, speak } from './speak'
import {
  defaultBehaviour,
  type SimulatedBehaviour,
  type SimulatedServer,
  type SimulatedServerOptions,
  type SimulatedStats,
} from './types'

const bodyLimit = 16 * 1024 * 1024

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

/**
 * A stand-in inference server: the real wire protocol of Ollama or of the OpenAI API over real HTTP, with no model
 * behind it. It says so in its text, in its version and in the header `x-harombe-simulated: 1` of every answer.
 */
export function createSimulatedServer(options: SimulatedServerOptions): SimulatedServer {
  const { model, protocol = 'ollama', host = '127.0.0.1', port = 0, ...given } = options
  let behaviour: SimulatedBehaviour = { ...defaultBehaviour, ...given }
  let server: Server | null = null
  let boundPort = port
  let serial = 0
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
  }

  const answer = async (
    response: ServerResponse,
    signal: AbortSignal,
    current: SimulatedBehaviour,
    question: ChatQuestion,
    encoder: AnswerEncoder,
  ): Promise<void> => {
    if (current.status !== null) {
      counts.failed++
      sendJson(response, current.status, encoder.refusal(current.status, 'simulated failure'))
      return
    }
    if (counts.active >= current.slots) {
      counts.rejected++
      response.setHeader('retry-after', '1')
      sendJson(response, 503, encoder.refusal(503, 'server busy, please try again'))
      return
    }
    counts.active++
    try {
      const outcome = await speak(response, question, encoder, current, signal, sent => {
        counts.tokens += sent
      })
      counts[outcome]++
    } catch (error) {
      if (!signal.aborted) throw error
      counts.cancelled++
    } finally {
      counts.active--
    }
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    counts.requests++
    const current = behaviour
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    response.on('error', () => gone.abort())
    response.setHeader('x-harombe-simulated', '1')
    const context: RouteContext = {
      model,
      response,
      readBody: () => readJson(request),
      answer: (question, encoder) => answer(response, gone.signal, current, question, encoder),
      nextSerial: () => ++serial,
    }
    try {
      if (current.latencyMs > 0) await sleep(current.latencyMs, undefined, { signal: gone.signal })
      const path = (request.url ?? '/').split('?')[0] ?? '/'
      await findRoute(protocol, request.method ?? 'GET', path)(context)
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
    async stop() {
      const stopping = server
      server = null
      if (stopping === null) return
      const closed = new Promise<void>(resolve => stopping.close(() => resolve()))
      stopping.closeAllConnections()
      await closed
    },
    setBehaviour(changes) {
      behaviour = { ...behaviour, ...changes }
    },
    get stats(): SimulatedStats {
      return { ...counts }
    },
  }
}
