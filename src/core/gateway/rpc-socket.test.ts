import type { Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { Caller } from '../../shared/contract/caller'
import { call, stream } from '../../shared/contract/define'
import { hasCode } from '../../shared/errors'
import { createRpcClient } from '../../shared/rpc/client'
import { createRouter } from '../../shared/rpc/server'
import { createWebSocketChannel } from '../../shared/rpc/websocket-channel'
import { openSocket, sendLines } from './testing/raw-http'
import { adminToken, authToken, type StartedGateway, startGateway } from './testing/start-gateway'

const contract = {
  test: {
    whoAmI: call('admin', z.object({}), z.object({ kind: z.string(), scopes: z.array(z.string()) })),
    breakDown: call('read', z.object({}), z.null()),
    wait: stream('read', z.object({}), z.string()),
    flood: stream('read', z.object({}), z.string()),
  },
}

const cancelled: string[] = []
const callers: Caller[] = []
const router = createRouter(contract, {
  test: {
    whoAmI: (_input, { caller }) => {
      callers.push(caller)
      return { kind: caller.kind, scopes: [...caller.scopes] }
    },
    breakDown: () => {
      throw new TypeError('secret detail')
    },
    async *flood(_input, { signal }) {
      try {
        while (!signal.aborted) yield 'x'.repeat(100_000)
      } finally {
        cancelled.push('flood')
      }
    },
    async *wait(_input, { signal }) {
      yield 'begun'
      await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
      cancelled.push('wait')
    },
  },
})

let gateway: StartedGateway
const sockets: WebSocket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await gateway?.stop()
  cancelled.length = 0
  callers.length = 0
})

const start = async (options: Parameters<typeof startGateway>[0] = {}) => {
  gateway = await startGateway({ router, ...options })
}

const address = () => `ws://127.0.0.1:${gateway.port}/rpc`
const ownOrigin = () => `http://127.0.0.1:${gateway.port}`

/** The open socket, or the status the upgrade was refused with. */
function dial(headers: Record<string, string>): Promise<WebSocket | number> {
  const socket = new WebSocket(address(), { headers })
  sockets.push(socket)
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    socket.once('error', reject)
  })
}

async function dialOpen(headers: Record<string, string>): Promise<WebSocket> {
  const outcome = await dial(headers)
  if (typeof outcome === 'number') throw new Error(`Refused with ${outcome}.`)
  return outcome
}

const clientOf = (socket: WebSocket) => createRpcClient<typeof contract>(createWebSocketChannel(socket))
const closeCode = (socket: WebSocket) => new Promise<number>(resolve => socket.once('close', resolve))

async function logIn(): Promise<string> {
  const response = await fetch(`${gateway.endpoint}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-harombe-request': '1' },
    body: JSON.stringify({ code: gateway.gateway.mintCode() }),
  })
  return response.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
}

/** A WebSocket that was upgraded by hand and then only listens. */
async function upgradeRaw(...lines: string[]): Promise<Socket> {
  const raw = await openSocket(gateway.port)
  raw.on('error', () => undefined)
  const head = [
    'GET /rpc HTTP/1.1',
    `Host: 127.0.0.1:${gateway.port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
    ...lines,
  ]
  raw.write(`${head.join('\r\n')}\r\n\r\n`)
  const answer = await new Promise(resolve => raw.once('data', resolve))
  expect(String(answer)).toMatch(/^HTTP\/1\.1 101 /)
  raw.resume()
  return raw
}

describe('the upgrade', () => {
  it('is open to a page however often the CLI was run this minute', async () => {
    await start()
    const cookie = await logIn()
    for (let opened = 0; opened < 130; opened += 1) {
      const socket = await dialOpen({ authorization: `Bearer ${adminToken}` })
      socket.terminate()
    }
    await dialOpen({ cookie, origin: ownOrigin() })
    const pages = await Promise.all(Array.from({ length: 130 }, () => dial({ cookie, origin: ownOrigin() })))
    expect(pages).toContain(429)
  })

  it('passes the same guard as every request', async () => {
    await start({ resolvedAuthToken: authToken })
    const cookie = await logIn()
    const own = { origin: ownOrigin() }
    expect(await dial({})).toBe(401)
    expect(await dial(own)).toBe(401)
    expect(await dial({ authorization: 'Bearer wrong' })).toBe(401)
    expect(await dial({ authorization: `Bearer ${authToken}` })).toBe(403)
    expect(await dial({ cookie, origin: 'http://evil.com' })).toBe(403)
    expect(await dial({ cookie, origin: 'null' })).toBe(403)
    expect(await dial({ cookie, origin: 'http://127.0.0.1:9999' })).toBe(403)
    expect(await dial({ cookie, ...own, host: 'evil.com' })).toBe(421)
    // Without an origin nothing says which page sent the cookie.
    expect(await dial({ cookie })).toBe(401)
    expect(await dial({ cookie, ...own })).toBeInstanceOf(WebSocket)
    expect(await dial({ authorization: `Bearer ${adminToken}` })).toBeInstanceOf(WebSocket)
  })

  it("is open to Node's own WebSocket with the admin token", async () => {
    await start()
    const options = { headers: { authorization: `Bearer ${adminToken}` } }
    const socket = new globalThis.WebSocket(address(), options)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', reject)
    })
    socket.close()
  })

  it('is not needed: other upgrades are answered as plain requests', async () => {
    await start()
    const lines = [`Host: 127.0.0.1:${gateway.port}`, 'Upgrade: h2c']
    const raw = await openSocket(gateway.port)
    raw.write(`${['GET /health HTTP/1.1', ...lines, 'Connection: Upgrade', '', ''].join('\r\n')}`)
    const answer = await new Promise(resolve => raw.once('data', resolve))
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /)
    raw.destroy()
  })

  it('tells a caller who forgot it', async () => {
    await start()
    const answer = await sendLines(gateway.port, 'GET /rpc HTTP/1.1', [
      `Host: 127.0.0.1:${gateway.port}`,
      `Authorization: Bearer ${adminToken}`,
    ])
    expect(answer.status).toBe(400)
    expect(answer.body).toContain('WebSocket')
  })
})

describe('the contract over it', () => {
  it('knows who is calling from the credential alone', async () => {
    await start()
    const cli = clientOf(await dialOpen({ authorization: `Bearer ${adminToken}` }))
    expect(await cli.call('test.whoAmI', {})).toEqual({ kind: 'cli', scopes: ['read', 'chat', 'admin'] })
    const browser = clientOf(await dialOpen({ cookie: await logIn(), origin: ownOrigin() }))
    expect(await browser.call('test.whoAmI', {})).toMatchObject({ kind: 'browser' })
  })

  it('hides what broke inside', async () => {
    await start()
    const client = clientOf(await dialOpen({ authorization: `Bearer ${adminToken}` }))
    const error = await client.call('test.breakDown', {}).catch((cause: unknown) => cause)
    expect(hasCode(error, 'INTERNAL')).toBe(true)
    expect(String(error)).not.toContain('secret')
  })

  it('refuses a frame of more than 1 MiB', async () => {
    await start()
    const socket = await dialOpen({ authorization: `Bearer ${adminToken}` })
    const code = closeCode(socket)
    socket.send('x'.repeat(1024 * 1024 + 1))
    expect(await code).toBe(1009)
  })

  it('ends with its session, and so does all it had open', async () => {
    await start()
    const cookie = await logIn()
    const socket = await dialOpen({ cookie, origin: ownOrigin() })
    const iterator = clientOf(socket).stream('test.wait', {})[Symbol.asyncIterator]()
    expect((await iterator.next()).value).toBe('begun')
    const code = closeCode(socket)
    const response = await fetch(`${gateway.endpoint}/session`, {
      method: 'DELETE',
      headers: { cookie, 'x-harombe-request': '1' },
    })
    expect(await response.json()).toEqual({ authenticated: false })
    expect(await code).toBe(4401)
    await expect(iterator.next()).rejects.toMatchObject({ code: 'DISCONNECTED' })
    await vi.waitFor(() => expect(cancelled).toEqual(['wait']))
    expect(await dial({ cookie, origin: ownOrigin() })).toBe(401)
  })

  it('ends with its session even if the client pretends not to notice', async () => {
    await start({ limits: { rpcCloseGrace: 50 } })
    const cookie = await logIn()
    const raw = await upgradeRaw(`Cookie: ${cookie}`, `Origin: ${ownOrigin()}`)
    const closed = new Promise(resolve => raw.once('close', resolve))
    await fetch(`${gateway.endpoint}/session`, {
      method: 'DELETE',
      headers: { cookie, 'x-harombe-request': '1' },
    })
    const frame = Buffer.from(JSON.stringify({ t: 'call', id: 1, path: 'test.whoAmI', input: {} }))
    raw.write(Buffer.concat([Buffer.from([0x81, 0x80 | frame.length, 0, 0, 0, 0]), frame]))
    await closed
    expect(callers).toEqual([])
  })

  it('gives up a client that answers no ping', async () => {
    await start({ limits: { rpcHeartbeat: 40 } })
    const raw = await upgradeRaw(`Authorization: Bearer ${adminToken}`)
    await new Promise(resolve => raw.once('close', resolve))

    const alive = await dialOpen({ authorization: `Bearer ${adminToken}` })
    let pings = 0
    await new Promise<void>(resolve => {
      alive.on('ping', () => {
        pings += 1
        if (pings === 4) resolve()
      })
    })
    expect(alive.readyState).toBe(WebSocket.OPEN)
  })

  it('gives up a client that reads nothing, long before a ping would tell, and ends what it had open', async () => {
    await start({ limits: { stalledReader: 300, rpcHeartbeat: 60_000 } })
    const [stalled, reading] = [
      await dial({ authorization: `Bearer ${adminToken}` }),
      await dial({ authorization: `Bearer ${adminToken}` }),
    ]
    if (typeof stalled === 'number' || typeof reading === 'number') throw new Error('refused')
    const closed = vi.fn()
    reading.on('close', closed)
    const open = JSON.stringify({ t: 'open', id: 1, path: 'test.flood', input: {} })
    stalled.pause()
    stalled.send(open)
    await vi.waitFor(() => expect(cancelled).toEqual(['flood']), { timeout: 5000 })
    reading.send(JSON.stringify({ t: 'call', id: 2, path: 'test.whoAmI', input: {} }))
    await vi.waitFor(() => expect(callers).toHaveLength(1))
    expect(closed).not.toHaveBeenCalled()
  })

  it('is told that the coordinator goes away', async () => {
    await start()
    const socket = await dialOpen({ authorization: `Bearer ${adminToken}` })
    const code = closeCode(socket)
    await gateway.stop()
    expect(await code).toBe(1001)
  })
})
