import { once } from 'node:events'
import { type Dispatcher, Pool } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import { never, serveHttp, serveTcp } from '../testing/scripted-server'
import { type Exchange, exchange } from './exchange'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

function poolOf(origin: string, options: Pool.Options = {}): Pool {
  const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0, ...options })
  cleanups.push(() => pool.destroy())
  return pool
}

const question = { path: '/', method: 'GET' } as const

async function textOf(answer: Exchange): Promise<string> {
  let text = ''
  for (let parts = await answer.next(); parts !== null; parts = await answer.next()) text += parts.join('')
  return text
}

describe('exchange', () => {
  it('gives up at once when it is aborted while its connection is still being made', async () => {
    const connecting = Promise.withResolvers<void>()
    const pool = poolOf('http://127.0.0.1:1', { connect: () => connecting.resolve() })
    const abort = new AbortController()
    const head = exchange(pool, question, abort.signal)
    await connecting.promise
    abort.abort(new Error('left'))
    await expect(head).rejects.toThrow('left')
  })

  it('hands over what came before the connection broke, then says that it did', async () => {
    const url = await serveTcp(socket => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf')
    })
    const answer = await exchange(poolOf(url), question, never)
    const parts = await answer.next()
    expect(parts?.join('')).toBe('half')
    await expect(answer.next()).rejects.toThrow()
  })

  it('hands over nothing any more once it was aborted', async () => {
    const { url } = await serveHttp((_request, response) => void response.write('a'))
    const abort = new AbortController()
    const answer = await exchange(poolOf(url), question, abort.signal)
    expect((await answer.next())?.join('')).toBe('a')
    abort.abort(new Error('left'))
    await expect(answer.next()).rejects.toThrow('left')
  })

  it('reads on after it had to wait for a slow reader', async () => {
    const whole = 'x'.repeat(2_000_000)
    const { url } = await serveHttp((_request, response) => void response.end(whole))
    const answer = await exchange(poolOf(url), question, never)
    await new Promise(resolve => setImmediate(resolve))
    expect((await textOf(answer)).length).toBe(whole.length)
  })

  it('reads nothing more while its reader is busy with what it has', async () => {
    const { url } = await serveHttp((_request, response) => void response.end('x'.repeat(1_000_000)))
    const pool = poolOf(url)
    const controllers: Dispatcher.DispatchController[] = []
    const watched = pool.compose(dispatch => (options, handler) => {
      const start = handler.onRequestStart?.bind(handler)
      handler.onRequestStart = (controller, context) => {
        controllers.push(controller)
        start?.(controller, context)
      }
      return dispatch(options, handler)
    })
    const answer = await exchange(watched, question, never)
    const isPaused = () => controllers[0]?.paused
    await expect.poll(isPaused).toBe(true)
    expect(await answer.next()).not.toBeNull()
    expect(isPaused()).toBe(true)
    expect((await textOf(answer)).length).toBeGreaterThan(500_000)
  })

  it('leaves a finished connection for the next request', async () => {
    const ports = new Set<number | undefined>()
    const { url } = await serveHttp((_request, response) => {
      ports.add(response.socket?.remotePort)
      response.write('a')
      setImmediate(() => response.end('rest'))
    })
    const pool = poolOf(url, { connections: 1 })
    const first = await exchange(pool, question, never)
    await first.next()
    first.finish(1000)
    expect(await textOf(await exchange(pool, question, never))).toBe('arest')
    expect(ports.size).toBe(1)
  })

  it('closes the connection when it is abandoned', async () => {
    const closed = Promise.withResolvers<void>()
    const { url } = await serveHttp((_request, response) => {
      void once(response, 'close').then(() => closed.resolve())
      response.write('a')
    })
    const answer = await exchange(poolOf(url), question, never)
    answer.abandon()
    await closed.promise
  })
})
