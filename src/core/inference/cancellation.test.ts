import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createInferenceClient } from './create-inference-client'
import type { InferenceClient, InferenceFrame } from './protocol'

type Spoken = 'ollama' | 'openai' | 'vllm' | 'llamacpp' | 'harombe'
const spoken: Spoken[] = ['ollama', 'openai', 'vllm', 'llamacpp', 'harombe']
const request = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] } as const

const parts: Record<Spoken, string> = {
  ollama: '{"message":{"content":"Hi"},"done":false}\n',
  openai: 'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n',
  vllm: 'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n',
  llamacpp: 'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n',
  harombe: '{"type":"text","text":"Hi"}\n',
}
const contentType = (backend: Spoken) =>
  backend === 'ollama' || backend === 'harombe' ? 'application/x-ndjson' : 'text/event-stream'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

/** A server that knows its connections: when the first came, how many are open, when the last closed. */
async function watch(server: Server) {
  const open = new Set<Socket>()
  const connected = Promise.withResolvers<void>()
  let closedAt = 0
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => {
      open.delete(socket)
      closedAt = performance.now()
    })
    connected.resolve()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(async () => {
    for (const socket of open) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { port, open, connected: connected.promise, closedAt: () => closedAt }
}

/** Takes connections and hears what is said on them, but never says the first word of TLS. */
const speechless = (): Server => createTcpServer(socket => void socket.resume())

async function serve(script: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked = Promise.withResolvers<void>()
  const server = createHttpServer((question, response) => {
    question.resume()
    question.once('end', () => {
      script(question, response)
      asked.resolve()
    })
  })
  return { ...(await watch(server)), asked: asked.promise }
}

function clientOf(backend: Spoken, origin: string): InferenceClient {
  const client = createInferenceClient({ baseUrl: origin, backend })
  cleanups.push(() => client.close())
  return client
}

async function codeOf(frames: AsyncIterable<InferenceFrame>): Promise<string | undefined> {
  let last: InferenceFrame | undefined
  for await (const frame of frames) last = frame
  return last?.type === 'error' ? last.error.code : last?.type
}

const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  )

interface Phase {
  name: string
  /** Leaves the server waiting in this phase. */
  answer(response: ServerResponse, backend: Spoken): void
  /** Begins the work; resolves with how it ended. */
  begin(client: InferenceClient, signal: AbortSignal): Promise<unknown>
  backends: readonly Spoken[]
}

const silent = () => {}
const heads = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"mo')

const phases: Phase[] = [
  {
    name: 'waiting for headers',
    answer: silent,
    begin: (client, signal) => codeOf(client.stream(request, { signal })),
    backends: spoken,
  },
  {
    name: 'waiting for the first part',
    answer: (response, backend) =>
      response.writeHead(200, { 'content-type': contentType(backend) }).flushHeaders(),
    begin: (client, signal) => codeOf(client.stream(request, { signal })),
    backends: spoken,
  },
  {
    name: 'in the middle of an answer',
    answer: (response, backend) =>
      response.writeHead(200, { 'content-type': contentType(backend) }).write(parts[backend]),
    begin: (client, signal) => codeOf(client.stream(request, { signal })),
    backends: spoken,
  },
  {
    name: 'gathering a whole answer',
    answer: (response, backend) =>
      response.writeHead(200, { 'content-type': contentType(backend) }).write(parts[backend]),
    begin: (client, signal) => rejection(client.complete(request, { signal })),
    backends: spoken,
  },
  {
    name: 'in a raw text',
    answer: silent,
    begin: (client, signal) =>
      codeOf(client.stream({ model: 'm', messages: [], prompt: { text: 'Once' } }, { signal })),
    backends: spoken,
  },
  {
    name: 'waiting for embeddings',
    answer: silent,
    begin: (client, signal) => rejection(client.embed({ model: 'm', inputs: ['a'] }, { signal })),
    backends: spoken,
  },
  {
    name: 'in the middle of embeddings',
    answer: heads,
    begin: (client, signal) => rejection(client.embed({ model: 'm', inputs: ['a'] }, { signal })),
    backends: spoken,
  },
  {
    name: 'in a probe',
    answer: heads,
    begin: (client, signal) => rejection(client.probe({ signal })),
    backends: spoken,
  },
  {
    name: 'asking about a model',
    answer: heads,
    begin: (client, signal) => rejection(client.library.describe('m', { signal })),
    backends: spoken,
  },
  {
    name: 'in a pull',
    answer: response =>
      response.writeHead(200).write('{"status":"pulling a","digest":"a","total":9,"completed":1}\n'),
    begin: async (client, signal) => {
      const follow = async () => {
        for await (const _step of client.library.pull('m', { signal }));
      }
      return await rejection(follow())
    },
    backends: ['ollama', 'harombe'],
  },
  {
    name: 'waiting for a model to be loaded',
    answer: silent,
    begin: (client, signal) => rejection(client.library.load('m', {}, { signal })),
    backends: ['ollama'],
  },
  {
    name: 'deleting a model',
    answer: silent,
    begin: (client, signal) => rejection(client.library.remove('m', { signal })),
    backends: ['ollama', 'harombe'],
  },
]

const cells = phases.flatMap(phase => phase.backends.map(backend => ({ phase, backend, what: phase.name })))

describe('an aborted request', () => {
  it.each(cells)('closes every connection to $backend within 250 ms, $what', async ({ phase, backend }) => {
    const server = await serve((_question, response) => phase.answer(response, backend))
    const abort = new AbortController()
    const end = phase.begin(clientOf(backend, `http://127.0.0.1:${server.port}`), abort.signal)
    await server.asked
    // Lets what the server has sent arrive.
    await new Promise(resolve => setImmediate(resolve))
    const start = performance.now()
    abort.abort()
    expect(await end).toBe('CANCELLED')
    await expect.poll(() => server.open.size, { interval: 5, timeout: 1000 }).toBe(0)
    expect(server.closedAt() - start).toBeLessThan(250)
  })

  it.each(spoken)('closes a connection to %s that is still being made within 250 ms', async backend => {
    const server = await watch(speechless())
    const abort = new AbortController()
    const client = clientOf(backend, `https://127.0.0.1:${server.port}`)
    const end = codeOf(client.stream(request, { signal: abort.signal }))
    await server.connected
    const start = performance.now()
    abort.abort()
    expect(await end).toBe('CANCELLED')
    await expect.poll(() => server.open.size, { interval: 5, timeout: 1000 }).toBe(0)
    expect(server.closedAt() - start).toBeLessThan(250)
  })

  it('closes its own connection and leaves alone the one that another request waits for', async () => {
    const server = await watch(speechless())
    const client = clientOf('ollama', `https://127.0.0.1:${server.port}`)
    const [first, second] = [new AbortController(), new AbortController()]
    const ends = [first, second].map(({ signal }) => codeOf(client.stream(request, { signal })))
    await expect.poll(() => server.open.size).toBe(2)
    first.abort()
    expect(await ends[0]).toBe('CANCELLED')
    await expect.poll(() => server.open.size, { interval: 5, timeout: 250 }).toBe(1)
    second.abort()
    expect(await ends[1]).toBe('CANCELLED')
    await expect.poll(() => server.open.size, { interval: 5 }).toBe(0)
  })
})

describe('a pull that nobody follows any more', () => {
  it('ends at once when the loop is left', async () => {
    const server = await serve((_question, response) =>
      response.writeHead(200).write('{"status":"pulling a","digest":"a","total":9,"completed":1}\n'),
    )
    const { library } = clientOf('ollama', `http://127.0.0.1:${server.port}`)
    for await (const _step of library.pull('m', { signal: new AbortController().signal })) break
    await expect.poll(() => server.open.size, { interval: 5, timeout: 250 }).toBe(0)
  })
})

describe('a thousand aborted requests', () => {
  it.each(spoken)(
    'to %s leave no connection behind, whenever they were aborted',
    { timeout: 60_000 },
    async backend => {
      let questions = 0
      const server = await serve((_question, response) => {
        // A third has no head, a third stops in the middle, a third goes on and on.
        const kind = questions++ % 3
        if (kind === 0) return
        response.writeHead(200, { 'content-type': contentType(backend) }).write(parts[backend])
        if (kind === 1) return
        const more = setInterval(() => response.write(parts[backend]), 1)
        response.once('close', () => clearInterval(more))
      })
      const client = clientOf(backend, `http://127.0.0.1:${server.port}`)
      const ends = new Map<string | undefined, number>()
      const one = async (index: number): Promise<void> => {
        const abort = new AbortController()
        // From before anything was sent to the middle of the answer.
        if (index % 10 === 0) abort.abort()
        else setTimeout(() => abort.abort(), (index * 7) % 40)
        const end = await codeOf(client.stream(request, { signal: abort.signal }))
        ends.set(end, (ends.get(end) ?? 0) + 1)
      }
      for (let round = 0; round < 1000; round += 50) {
        await Promise.all(Array.from({ length: 50 }, (_unused, index) => one(round + index)))
      }
      expect([...ends]).toEqual([['CANCELLED', 1000]])
      await expect.poll(() => server.open.size, { interval: 5, timeout: 1000 }).toBe(0)
    },
  )
})

describe('a reader that stops', () => {
  const bound = 12 * 1024 * 1024

  /** Writes as long as the other side takes it, up to the bound; tells how much that was. */
  async function pouring(backend: Spoken, type: string, part: string) {
    let written = 0
    const server = await serve((_question, response) => {
      response.writeHead(200, { 'content-type': type })
      const piece = part.repeat(100)
      const pour = (): void => {
        while (written < bound) {
          written += piece.length
          if (!response.write(piece)) {
            response.once('drain', pour)
            return
          }
        }
      }
      pour()
    })
    const client = clientOf(backend, `http://127.0.0.1:${server.port}`)
    const settled = async (): Promise<number> => {
      for (let before = -1; before !== written; ) {
        before = written
        await new Promise(resolve => setTimeout(resolve, 50))
      }
      return written
    }
    return { client, settled }
  }

  it.each(spoken)('stops %s in the middle of its answer', async backend => {
    const { client, settled } = await pouring(backend, contentType(backend), parts[backend])
    const { signal } = new AbortController()
    const frames = client.stream(request, { signal })[Symbol.asyncIterator]()
    await frames.next()
    expect(await settled()).toBeLessThan(bound)
    await frames.return?.()
  })

  it.each(['ollama', 'harombe'] as const)('stops %s in the middle of a pull', async backend => {
    let completed = 0
    const part = Array.from(
      { length: 50 },
      () => `{"status":"x","digest":"a","total":1e9,"completed":${completed++}}\n`,
    )
    const { client, settled } = await pouring(backend, 'application/x-ndjson', part.join(''))
    const { signal } = new AbortController()
    const steps = client.library.pull('m', { signal })[Symbol.asyncIterator]()
    await steps.next()
    expect(await settled()).toBeLessThan(bound)
    await steps.return?.()
  })
})
