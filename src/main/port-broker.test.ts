import { once } from 'node:events'
import type { MessagePortMain } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import type { Channel } from '../shared/rpc/channel'
import type { CoordinatorLink } from './coordinator'
import { resolvePage } from './page'
import { createPortBroker, type PortContents } from './port-broker'
import { MessageChannelMainDouble, type MessagePortMainDouble } from './testing/double-ports'
import { preventable, WebContentsDouble } from './testing/double-window'
import { asElectron, createMemoryLog } from './testing/fixtures'

function setUp() {
  const served: Channel[] = []
  const closed = vi.fn()
  const link = asElectron<CoordinatorLink>({
    serve(channel: Channel) {
      served.push(channel)
      channel.onClose(closed)
    },
  })
  let ready = Promise.resolve(link)
  const replies: MessagePortMainDouble[] = []
  const contents = new WebContentsDouble({})
  const frame = contents.mainFrame
  frame.url = 'harombe://app/#/chat'
  frame.origin = 'harombe://app'
  frame.postMessage = (_channel, _message, ports = []) => void replies.push(...ports)
  const broker = createPortBroker({
    page: resolvePage(true, undefined),
    log: createMemoryLog().log,
    link: () => ready,
    createPorts: () =>
      asElectron<{ port1: MessagePortMain; port2: MessagePortMain }>(new MessageChannelMainDouble()),
  })
  broker.attach(asElectron<PortContents>(contents))
  const ask = async (senderFrame: unknown = frame) => {
    contents.ipc.emit('harombe:request-port', { senderFrame })
    await new Promise(resolve => setImmediate(resolve))
  }
  const finish = () => {
    for (const channel of served) channel.close()
    for (const { port } of replies) port.close()
  }
  return {
    contents,
    frame,
    served,
    replies,
    closed,
    ask,
    finish,
    delay: (promise: Promise<CoordinatorLink>) => {
      ready = promise
    },
    link,
  }
}

describe('the port broker', () => {
  it("hands the window's own page a channel that carries frames both ways", async () => {
    const { ask, served, replies, finish } = setUp()
    await ask()
    const [channel] = served
    const port = replies[0]?.port
    if (channel === undefined || port === undefined) throw new Error('Nothing was handed out')
    const heard = once(port, 'message')
    await channel.send('from main')
    expect(await heard).toEqual([{ kind: 'data', frame: 'from main' }])
    const received = new Promise(resolve => channel.onMessage(resolve))
    port.postMessage({ kind: 'data', frame: 'from the page' })
    expect(await received).toBe('from the page')
    finish()
  })

  it('answers no other sender', async () => {
    const { ask, frame, replies, served } = setUp()
    const other = (changes: object) => ask({ ...frame, ...changes })
    await ask(null)
    // Equal in everything but identity: a frame inside the page, or one that was replaced.
    await other({})
    frame.origin = 'null'
    await ask()
    frame.origin = 'harombe://app'
    for (const url of ['data:text/html,x', 'about:blank', 'harombe://evil/', 'https://app/', '']) {
      frame.url = url
      await ask()
    }
    frame.url = 'harombe://app/'
    frame.origin = 'https://evil.example'
    await ask()
    expect(replies).toEqual([])
    expect(served).toEqual([])
  })

  it('keeps one live channel a window', async () => {
    const { ask, served, closed, finish } = setUp()
    await ask()
    await ask()
    expect(served).toHaveLength(2)
    expect(closed).toHaveBeenCalledOnce()
    finish()
  })

  it.each([
    ['a navigation', 'did-start-navigation', { isMainFrame: true, isSameDocument: false }],
    ['the death of the page', 'render-process-gone', { reason: 'crashed' }],
    ['the end of the window', 'destroyed', {}],
  ])('closes the channel on %s', async (_name, event, details) => {
    const { ask, contents, closed, finish } = setUp()
    await ask()
    contents.emit(event, preventable(details))
    expect(closed).toHaveBeenCalledOnce()
    finish()
  })

  it('keeps it while the page only moves within itself, or a frame navigates', async () => {
    const { ask, contents, closed, finish } = setUp()
    await ask()
    contents.emit('did-start-navigation', preventable({ isMainFrame: true, isSameDocument: true }))
    contents.emit('did-start-navigation', preventable({ isMainFrame: false, isSameDocument: false }))
    expect(closed).not.toHaveBeenCalled()
    finish()
  })

  it('closes when the page closes its end', async () => {
    const { ask, replies, closed } = setUp()
    await ask()
    replies[0]?.port.close()
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce())
  })

  it('answers the last of several requests made before there was a coordinator', async () => {
    const { ask, replies, served, delay, link, finish } = setUp()
    const coming = Promise.withResolvers<CoordinatorLink>()
    delay(coming.promise)
    await ask()
    await ask()
    coming.resolve(link)
    await vi.waitFor(() => expect(replies).toHaveLength(1))
    expect(served).toHaveLength(1)
    finish()
  })

  it('answers nothing when the page left while the coordinator was coming', async () => {
    const { ask, replies, served, contents, delay, link } = setUp()
    const coming = Promise.withResolvers<CoordinatorLink>()
    delay(coming.promise)
    await ask()
    contents.emit('did-start-navigation', preventable({ isMainFrame: true, isSameDocument: false }))
    coming.resolve(link)
    await new Promise(resolve => setImmediate(resolve))
    expect(replies).toEqual([])
    expect(served).toEqual([])
  })

  it('survives a frame that is disposed at the moment of the answer', async () => {
    const { ask, frame, closed } = setUp()
    frame.postMessage = () => {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    }
    await ask()
    expect(closed).toHaveBeenCalledOnce()
  })
})
