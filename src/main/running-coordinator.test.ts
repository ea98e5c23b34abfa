import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { acquireLock } from '../core/config/directory-lock'
import type { HarombeContract } from '../shared/contract'
import { call, stream } from '../shared/contract/define'
import type { ClusterUpdate, ClusterView } from '../shared/entities'
import { clusterView, nodeView } from '../shared/entities/testing/views'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { createRouter, serveChannel } from '../shared/rpc/server'
import { createWebSocketChannel } from '../shared/rpc/websocket-channel'
import { connectToRunning, joinRunning } from './running-coordinator'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

const anything = z.unknown()
const excerpt = {
  cluster: {
    watchCluster: stream('read', z.object({}), anything),
    checkNow: call('read', z.object({}), anything),
  },
  system: { getInfo: call('read', z.object({}), anything) },
}

/** A real listener with the few calls of the contract that matter here, guarded by a token as the gateway's is. */
async function startRunning(updates: () => AsyncIterable<ClusterUpdate>, token = 'letmein') {
  const checkNow = vi.fn(() => [])
  const router = createRouter(excerpt, {
    cluster: { watchCluster: updates, checkNow },
    system: { getInfo: () => ({ version: '9.9.9' }) },
  })
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, path: '/rpc' })
  sockets.on('connection', (socket, request) => {
    if (request.headers.authorization !== `Bearer ${token}`) return socket.close(1008)
    serveChannel(
      createWebSocketChannel(socket),
      router,
      { kind: 'desktop', scopes: ['read'] },
      {
        reportUnknown: () => 'reference',
      },
    )
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const stop = async () => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
    http.close()
  }
  cleanUps.push(stop)
  const { port } = http.address() as AddressInfo
  return { endpoint: `http://127.0.0.1:${port}`, checkNow, stop, sockets }
}

const first = clusterView([nodeView('mac-mini')])
const second = clusterView([nodeView('mac-mini', { status: 'offline' })])

async function* twoViews(): AsyncIterable<ClusterUpdate> {
  yield { type: 'snapshot', revision: 1, view: first }
  yield { type: 'patch', revision: 2, nodes: second.nodes, summary: second.summary }
  await new Promise(() => undefined)
}

async function connect(endpoint: string, token = 'letmein') {
  const link = await connectToRunning(endpoint, token)
  cleanUps.push(() => link.close())
  return link
}

describe('a coordinator in another process', () => {
  it('feeds the tray with its views, patches applied', async () => {
    const { endpoint } = await startRunning(twoViews)
    const link = await connect(endpoint)
    const views: ClusterView[] = []
    link.subscribeCluster(view => views.push(view))
    await vi.waitFor(() => expect(views).toEqual([first, second]))
  })

  it('is asked again when a patch does not fit', async () => {
    let subscriptions = 0
    const { endpoint } = await startRunning(async function* () {
      subscriptions += 1
      yield { type: 'snapshot', revision: 1, view: first }
      if (subscriptions === 1) yield { type: 'patch', revision: 7, demoRunning: true }
      await new Promise(() => undefined)
    })
    const views: ClusterView[] = []
    ;(await connect(endpoint)).subscribeCluster(view => views.push(view))
    await vi.waitFor(() => expect(subscriptions).toBe(2))
    await vi.waitFor(() => expect(views).toEqual([first, first]))
  })

  it("serves a window's channel over a connection of its own", async () => {
    const { endpoint, sockets } = await startRunning(twoViews)
    const link = await connect(endpoint)
    const clients = [0, 1].map(() => {
      const [page, host] = createMemoryChannelPair()
      link.serve(host)
      return createRpcClient<HarombeContract>(page)
    })
    // Both count their requests from 0: over one connection the answers would be mixed up.
    const answers = await Promise.all(clients.map(client => client.call('system.getInfo', {})))
    expect(answers).toEqual([{ version: '9.9.9' }, { version: '9.9.9' }])
    expect(sockets.clients.size).toBe(3)
  })

  it('closes the window channels when it goes away, and says so', async () => {
    const { endpoint, stop } = await startRunning(twoViews)
    const link = await connect(endpoint)
    const onLost = vi.fn()
    link.onLost(onLost)
    const [page, host] = createMemoryChannelPair()
    const closed = vi.fn()
    page.onClose(closed)
    link.serve(host)
    await createRpcClient<HarombeContract>(page).call('system.getInfo', {})
    await stop()
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce())
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
  })

  it('is left without a word when we close', async () => {
    const { endpoint, sockets } = await startRunning(twoViews)
    const link = await connectToRunning(endpoint, 'letmein')
    const onLost = vi.fn()
    link.onLost(onLost)
    const [page, host] = createMemoryChannelPair()
    const closed = vi.fn()
    page.onClose(closed)
    link.serve(host)
    await vi.waitFor(() => expect(sockets.clients.size).toBe(2))
    await link.close()
    await vi.waitFor(() => expect(sockets.clients.size).toBe(0))
    expect(closed).toHaveBeenCalledOnce()
    expect(onLost).not.toHaveBeenCalled()
  })

  it('has every node looked at when the machine wakes up', async () => {
    const { endpoint, checkNow } = await startRunning(twoViews)
    ;(await connect(endpoint)).resumed()
    await vi.waitFor(() => expect(checkNow).toHaveBeenCalledOnce())
  })

  it('that does not answer is an error with a code, not a crash', async () => {
    const { endpoint, stop } = await startRunning(twoViews)
    await stop()
    await expect(connectToRunning(endpoint, 'letmein')).rejects.toMatchObject({ code: 'DISCONNECTED' })
  })

  it('that refuses the token is lost at once', async () => {
    const { endpoint } = await startRunning(twoViews)
    const onLost = vi.fn()
    ;(await connect(endpoint, 'wrong')).onLost(onLost)
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce())
  })
})

describe('joinRunning', () => {
  it('finds the holder of a data directory by its lock, as soon as it listens', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'harombe-join-'))
    cleanUps.push(() => rmSync(directory, { recursive: true }))
    expect(await joinRunning(directory)).toBeNull()
    const lock = await acquireLock(directory)
    cleanUps.push(() => lock.release())
    expect(await joinRunning(directory)).toBeNull()
    const { endpoint } = await startRunning(twoViews, lock.token)
    lock.publish(endpoint)
    const link = await joinRunning(directory)
    cleanUps.push(() => link?.close())
    expect(link?.endpoint).toBe(endpoint)
    const views: ClusterView[] = []
    link?.subscribeCluster(view => views.push(view))
    await vi.waitFor(() => expect(views).toHaveLength(2))
  })
})
