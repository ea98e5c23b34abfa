import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { MessageChannel } from 'node:worker_threads'
import { WebSocketServer, WebSocket as WsSocket } from 'ws'
import { bridgeChannels, type Channel, createMemoryChannelPair } from '../channel'
import { createDomPortChannel, createMessagePortChannel } from '../message-port-channel'
import { createWebSocketChannel } from '../websocket-channel'
import { createFakeElectronPorts, type FakeElectronPort } from './fake-electron-port'

/** Two ends of one open connection. */
export interface Link {
  client: Channel
  server: Channel
  /** Closes what is still open and frees the port. */
  end(): Promise<void>
}

export interface Transport {
  name: string
  open(): Promise<Link>
}

const closeBoth = (link: Omit<Link, 'end'>) => {
  link.client.close()
  link.server.close()
}

async function openMemory(): Promise<Link> {
  const [client, server] = createMemoryChannelPair()
  return { client, server, end: async () => closeBoth({ client, server }) }
}

async function openNodePort(): Promise<Link> {
  const { port1, port2 } = new MessageChannel()
  const server = createMessagePortChannel(port2, {
    onMessage: listener => port2.on('message', listener),
    onClose: listener => port2.on('close', listener),
  })
  // Node's ports dispatch `event.data` to `addEventListener`, as a page's do; its types leave that out.
  const client = createDomPortChannel({
    postMessage: message => port1.postMessage(message),
    start: () => port1.start(),
    close: () => port1.close(),
    addEventListener: (type, listener) => port1.addEventListener(type, listener as () => void),
  })
  return { client, server, end: async () => closeBoth({ client, server }) }
}

const electronChannel = (port: FakeElectronPort) =>
  createMessagePortChannel(port, {
    onMessage: listener => port.on('message', event => listener(event.data)),
    onClose: listener => port.on('close', listener),
  })

async function openElectronPort(): Promise<Link> {
  const [page, main] = createFakeElectronPorts()
  const client = electronChannel(page)
  const server = electronChannel(main)
  return { client, server, end: async () => closeBoth({ client, server }) }
}

interface ClientSocket {
  channel: Channel
  opened: Promise<unknown>
}

async function openSocket(connect: (url: string) => ClientSocket): Promise<Link> {
  const listener = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const accepted = once(listener, 'connection')
  const { channel: client, opened } = connect(`ws://127.0.0.1:${port}`)
  const [socket] = (await accepted) as [WsSocket]
  // `ws` emits errors, and one without a listener ends the process; the channel learns of it by the close that follows.
  socket.on('error', () => undefined)
  const server = createWebSocketChannel(socket)
  await opened
  return {
    client,
    server,
    async end() {
      closeBoth({ client, server })
      for (const each of listener.clients) each.terminate()
      listener.close()
      await once(listener, 'close')
    },
  }
}

const connectWithWs = (url: string): ClientSocket => {
  const socket = new WsSocket(url)
  return { channel: createWebSocketChannel(socket), opened: once(socket, 'open') }
}

const connectWithNode = (url: string): ClientSocket => {
  const socket = new WebSocket(url)
  const opened = new Promise(resolve => socket.addEventListener('open', resolve))
  return { channel: createWebSocketChannel(socket), opened }
}

/** A window of one process whose coordinator is another: its port is bridged to a socket. */
async function openBridge(): Promise<Link> {
  const [page, main] = createFakeElectronPorts()
  const far = await openSocket(connectWithWs)
  bridgeChannels(electronChannel(main), far.client)
  const client = electronChannel(page)
  return {
    client,
    server: far.server,
    async end() {
      client.close()
      await far.end()
    },
  }
}

/** Every way in which a client and the coordinator meet. */
export const transports: readonly Transport[] = [
  { name: 'a pair in memory', open: openMemory },
  { name: 'a WebSocket (ws to ws)', open: () => openSocket(connectWithWs) },
  { name: 'a WebSocket (the platform’s client to ws)', open: () => openSocket(connectWithNode) },
  { name: 'a MessagePort', open: openNodePort },
  { name: 'an Electron MessagePortMain', open: openElectronPort },
  { name: 'a port bridged to a WebSocket', open: openBridge },
]
