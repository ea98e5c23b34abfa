import { describe, expect, it } from 'vitest'
import { type Channel, createMemoryChannelPair } from './channel'
import { createRpcClient } from './client'
import { collect, failureOf, type labContract } from './testing/lab'

/** A client whose server is the test itself. */
function open() {
  const [near, far] = createMemoryChannelPair()
  const frames: { t: string; id: number }[] = []
  far.onMessage(text => frames.push(JSON.parse(text)))
  let closed = false
  far.onClose(() => {
    closed = true
  })
  const client = createRpcClient<typeof labContract>(near)
  return { client, far, frames, isClosed: () => closed }
}

const turn = () => new Promise(resolve => setImmediate(resolve))

describe('a client of a server that does not keep to the protocol', () => {
  it.each(['not json', '', 'null', '7', '[]', '{}', '{"t":"result"}', '{"t":"item","id":"0"}'])(
    'closes on %j instead of throwing into the transport, and fails what is pending',
    async frame => {
      const { client, far, isClosed } = open()
      const pending = failureOf(client.call('lab.wait', {}))
      await turn()
      void far.send(frame)
      expect((await pending).code).toBe('DISCONNECTED')
      expect(isClosed()).toBe(true)
    },
  )

  it('ignores frames for requests it does not have (a late item after a cancel)', async () => {
    const { client, far } = open()
    void far.send('{"t":"item","id":99,"value":1}')
    void far.send('{"t":"end","id":99}')
    const answer = client.call('lab.multiply', { value: 1 })
    await turn()
    void far.send('{"t":"result","id":0,"value":2}')
    expect(await answer).toBe(2)
  })

  it('makes INTERNAL of an error whose shape it does not know', async () => {
    const { client, far } = open()
    const pending = failureOf(client.call('lab.wait', {}))
    await turn()
    void far.send('{"t":"error","id":0,"error":{"code":"ROOT_ACCESS","message":"<b>hi</b>"}}')
    const error = await pending
    expect(error.code).toBe('INTERNAL')
    expect(error.message).not.toContain('<b>')
  })
})

describe('what a client sends', () => {
  it('returns credit for what was consumed, not for what merely arrived', async () => {
    const { client, far, frames } = open()
    const items = client.stream('lab.count', { to: 256 })[Symbol.asyncIterator]()
    const first = items.next()
    await turn()
    for (let value = 0; value < 256; value += 1) void far.send(JSON.stringify({ t: 'item', id: 0, value }))
    await first
    await turn()
    expect(frames.filter(frame => frame.t === 'credit')).toEqual([])
    for (let pulled = 1; pulled <= 128; pulled += 1) await items.next()
    await turn()
    expect(frames.filter(frame => frame.t === 'credit')).toEqual([{ t: 'credit', id: 0, items: 128 }])
  })

  it('sends one cancel for a loop that is left and none for one that ended', async () => {
    const { client, far, frames } = open()
    const left = collect(client.stream('lab.count', { to: 9 }), 1)
    await turn()
    void far.send('{"t":"item","id":0,"value":0}')
    await left
    const ended = collect(client.stream('lab.count', { to: 9 }))
    await turn()
    void far.send('{"t":"end","id":1}')
    await ended
    await turn()
    expect(frames.filter(frame => frame.t === 'cancel')).toEqual([{ t: 'cancel', id: 0 }])
  })

  it('lets go of the caller’s signal when a call or a stream is over', async () => {
    const { client, far } = open()
    let listeners = 0
    const { signal } = new AbortController()
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...parameters: Parameters<typeof add>) => {
      listeners += 1
      add(...parameters)
    }
    signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
      listeners -= 1
      remove(...parameters)
    }
    const call = client.call('lab.multiply', { value: 1 }, { signal })
    const reading = collect(client.stream('lab.count', { to: 0 }, { signal }))
    await turn()
    void far.send('{"t":"result","id":0,"value":2}')
    void far.send('{"t":"end","id":1}')
    await Promise.all([call, reading])
    await failureOf(client.call('lab.length', { text: 'x'.repeat(2_000_000) }, { signal }))
    expect(listeners).toBe(0)
  })
})

describe('a channel end', () => {
  it('stops handing out kept frames when one of them closes it', () => {
    const [near, far] = createMemoryChannelPair()
    const received: string[] = []
    const receive = (channel: Channel) => (frame: string) => {
      received.push(frame)
      channel.close()
    }
    void far.send('first')
    void far.send('second')
    return turn().then(() => {
      near.onMessage(receive(near))
      expect(received).toEqual(['first'])
    })
  })

  it('runs a close listener that comes too late at once, and each one only once', () => {
    const [near, far] = createMemoryChannelPair()
    let runs = 0
    near.onClose(() => {
      runs += 1
    })
    far.close()
    near.close()
    expect(runs).toBe(1)
    near.onClose(() => {
      runs += 1
    })
    expect(runs).toBe(2)
  })
})
