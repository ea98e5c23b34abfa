import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createMessagePortChannel } from './message-port-channel'
import { createFakeElectronPorts, type FakeElectronPort } from './testing/fake-electron-port'
import { createWebSocketChannel, type WebSocketLike } from './websocket-channel'

const megabyte = 1_000_000
const frame = 'x'.repeat(50_000)

/** Sends until the channel asks to wait. @returns bytes sent and the wait */
async function fill(send: (frame: string) => void | Promise<void>) {
  for (let sent = frame.length; sent < 100 * megabyte; sent += frame.length) {
    const wait = send(frame)
    if (wait !== undefined) return { sent, wait }
    if (sent % (20 * frame.length) === 0) await new Promise(resolve => setImmediate(resolve))
  }
  throw new Error('The channel never asked to wait.')
}

const isSettled = async (wait: Promise<void>) => {
  const pending = Symbol('pending')
  await new Promise(resolve => setImmediate(resolve))
  return (await Promise.race([wait, Promise.resolve(pending)])) !== pending
}

describe('a port', () => {
  const channelOf = (port: FakeElectronPort) =>
    createMessagePortChannel(port, {
      onMessage: listener => port.on('message', event => listener(event.data)),
      onClose: listener => port.on('close', listener),
    })

  it('makes the sender wait above 1 MB that was not acknowledged, and wakes it when it was', async () => {
    const [near, far] = createFakeElectronPorts()
    const sender = channelOf(near)
    let sent = 0
    let wait: Promise<void> | undefined
    while (wait === undefined) {
      wait = sender.send(frame) ?? undefined
      sent += frame.length
      expect(sent).toBeLessThanOrEqual(megabyte + frame.length)
    }
    expect(await isSettled(wait)).toBe(false)
    const received: string[] = []
    channelOf(far).onMessage(each => received.push(each))
    await wait
    await vi.waitFor(() => expect(received).toHaveLength(sent / frame.length))
    expect(sender.send(frame)).toBeUndefined()
  })

  it.each(['near', 'far'] as const)(
    'does not leave the sender waiting when the %s side closes',
    async side => {
      const [near, far] = createFakeElectronPorts()
      const sender = channelOf(near)
      let wait: Promise<void> | undefined
      while (wait === undefined) wait = sender.send(frame) ?? undefined
      if (side === 'near') sender.close()
      else far.close()
      await wait
    },
  )

  it('takes one frame larger than its window', async () => {
    const [near, far] = createFakeElectronPorts()
    const received: number[] = []
    channelOf(far).onMessage(each => received.push(each.length))
    await channelOf(near).send('x'.repeat(3 * megabyte))
    await vi.waitFor(() => expect(received).toEqual([3 * megabyte]))
  })

  it.each([null, 7, 'text', {}, { kind: 'data' }, { kind: 'data', frame: 7 }, { kind: 'ack', bytes: 'x' }])(
    'is not disturbed by %j from a page that posts something else',
    async message => {
      const [near, far] = createFakeElectronPorts()
      const received: string[] = []
      channelOf(far).onMessage(each => received.push(each))
      near.start()
      near.postMessage(message)
      near.postMessage({ kind: 'data', frame: 'still there' })
      await vi.waitFor(() => expect(received).toEqual(['still there']))
    },
  )

  it.each([Number.NaN, -5_000_000])('keeps its window when the page acknowledges %d bytes', async bytes => {
    const [near, far] = createFakeElectronPorts()
    const sender = channelOf(near)
    far.start()
    far.postMessage({ kind: 'ack', bytes })
    await new Promise(resolve => setImmediate(resolve))
    let sent = 0
    while (sender.send(frame) === undefined && sent < 2 * megabyte) sent += frame.length
    expect(sent).toBeGreaterThan(megabyte - 2 * frame.length)
    expect(sent).toBeLessThanOrEqual(megabyte)
  })
})

describe('a WebSocket', () => {
  let listener: WebSocketServer
  let near: WebSocket
  let far: WebSocket

  beforeEach(async () => {
    listener = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await once(listener, 'listening')
    const accepted = once(listener, 'connection')
    near = new WebSocket(`ws://127.0.0.1:${(listener.address() as AddressInfo).port}`)
    far = ((await accepted) as [WebSocket])[0]
    await once(near, 'open')
  })
  afterEach(async () => {
    near.terminate()
    far.terminate()
    listener.close()
    await once(listener, 'close')
  })

  it('makes the sender wait above 1 MB unsent to a reader that stopped, and wakes it when it reads on', async () => {
    far.pause()
    const { wait } = await fill(createWebSocketChannel(near).send)
    // One frame and the socket's own framing may go over.
    expect(near.bufferedAmount).toBeLessThanOrEqual(megabyte + 2 * frame.length)
    expect(await isSettled(wait)).toBe(false)
    far.resume()
    await wait
    expect(near.bufferedAmount).toBeLessThanOrEqual(megabyte)
  })

  it('does not leave the sender waiting when the connection goes', async () => {
    far.pause()
    const { wait } = await fill(createWebSocketChannel(near).send)
    near.terminate()
    await wait
  })

  it('does not run what follows a binary frame', async () => {
    const channel = createWebSocketChannel(far)
    const received: string[] = []
    channel.onMessage(each => received.push(each))
    const closed = once(near, 'close')
    near.send(Buffer.from('binary'))
    near.send('after')
    await closed
    expect(received).toEqual([])
  })
})

describe('many senders on one stalled WebSocket', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('share one timer, and none is left once it has drained', async () => {
    const socket = { bufferedAmount: 2 * megabyte, send() {}, close() {}, addEventListener() {} }
    const channel = createWebSocketChannel(socket satisfies WebSocketLike)
    const waits = Array.from({ length: 100 }, () => channel.send(frame))
    expect(vi.getTimerCount()).toBe(1)
    socket.bufferedAmount = 0
    await vi.advanceTimersByTimeAsync(20)
    await Promise.all(waits)
    expect(vi.getTimerCount()).toBe(0)
  })
})
