import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { never, serveHttp, serveTcp } from '../testing/scripted-server'
import { createHttpConnection } from './connection'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/**
 * A port whose kernel queue is full: its process listens but never accepts, so further connections are neither taken
 * nor refused, like those to a machine that is asleep.
 */
async function unresponsivePort(): Promise<number> {
  const script = `
    const { createServer } = require('node:net')
    const { parentPort } = require('node:worker_threads')
    const server = createServer()
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })`
  const worker = new Worker(script, { eval: true })
  cleanups.push(() => worker.terminate())
  const [port] = await once(worker, 'message')
  for (let taken = 0; taken < 8; taken++) {
    const socket: Socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    cleanups.push(() => socket.destroy())
  }
  return port
}

// Windows refuses what does not fit into the queue, so there the situation cannot be made.
describe.runIf(process.platform !== 'win32')('createHttpConnection', () => {
  it('gives up a connection that is neither taken nor refused', async () => {
    const port = await unresponsivePort()
    const target = { baseUrl: `http://127.0.0.1:${port}`, backend: 'ollama' } as const
    const connection = createHttpConnection(target, 200)
    cleanups.push(() => connection.close())
    const start = performance.now()
    await expect(connection.getJson('/api/tags', never)).rejects.toMatchObject({
      code: 'NODE_UNREACHABLE',
      hint: expect.stringContaining('awake'),
    })
    const elapsed = performance.now() - start
    expect(elapsed).toBeGreaterThanOrEqual(199)
    expect(elapsed).toBeLessThan(600)
  })
})

it('does not blame a machine for the time in which this process stood still', async () => {
  const server = await serveHttp((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
  const connection = createHttpConnection({ baseUrl: server.url, backend: 'ollama' }, 200)
  cleanups.push(() => connection.close())
  const asking = connection.getJson('/api/tags', never)
  await Promise.resolve()
  // The system makes the connection meanwhile; nobody here is told of it before the timers are.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700)
  await expect(asking).resolves.toMatchObject({ value: {} })
})

it('waits no longer than it may, and still a moment when it was this process that stood still', async () => {
  let answer = () => {}
  const server = await serveHttp(async (_request, response) => {
    await new Promise<void>(resolve => {
      answer = resolve
    })
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
  const connection = createHttpConnection({ baseUrl: server.url, backend: 'ollama' }, 200)
  cleanups.push(() => connection.close())
  const question = { method: 'GET', path: '/', accept: '' } as const
  const bounds = { milliseconds: 300, bytes: 1000 }
  await expect(connection.askJson(question, bounds, never)).rejects.toMatchObject({ code: 'TIMEOUT' })
  const asking = connection.askJson(question, bounds, never)
  await vi.waitUntil(() => server.seen.length === 2)
  answer()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700)
  await expect(asking).resolves.toMatchObject({ value: {} })
})

/** Answers the n-th request that comes in, 1 first, whichever connection it comes on. */
async function connectTo(answer: (count: number, socket: Socket) => void) {
  let count = 0
  const url = await serveTcp(socket => {
    const take = () => answer(++count, socket)
    socket.on('data', take)
    take()
  })
  const connection = createHttpConnection({ baseUrl: url, backend: 'ollama' }, 2000)
  cleanups.push(() => connection.close())
  return { ask: () => connection.getJson('/', never), seen: () => count }
}
/** A connection is used again only after the turn in which its last answer ended. */
const isIdle = () => setImmediate()
const reply = (socket: Socket) => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}')
}

describe('a connection that the server closes', () => {
  it('costs nothing when it was an old one: the request is sent over a new one', async () => {
    const { ask, seen } = await connectTo((count, socket) => (count === 2 ? socket.destroy() : reply(socket)))
    await ask()
    await isIdle()
    await expect(ask()).resolves.toMatchObject({ value: {} })
    expect(seen()).toBe(3)
  })

  it('is tried no third time', async () => {
    const { ask, seen } = await connectTo((count, socket) => (count > 1 ? socket.destroy() : reply(socket)))
    await ask()
    await isIdle()
    await expect(ask()).rejects.toMatchObject({ code: 'STREAM_CUT_OFF' })
    expect(seen()).toBe(3)
  })

  it('counts as one that may have had the request in hand, unlike a refused one', async () => {
    const { ask, seen } = await connectTo((_count, socket) => socket.destroy())
    await expect(ask()).rejects.toMatchObject({ code: 'STREAM_CUT_OFF' })
    expect(seen()).toBe(1)
  })
})
