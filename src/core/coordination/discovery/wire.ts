import { createSocket, type RemoteInfo } from 'node:dgram'
import createMulticastDns, {
  type FullPacket,
  type QueryOutgoingPacket,
  type ResponseOutgoingPacket,
} from 'multicast-dns'
import type { ReceivedPacket } from './read-packet'

export type OutgoingQuestion = QueryOutgoingPacket['questions'][number]
export type OutgoingRecord = ResponseOutgoingPacket['answers'][number]

/** What is sent, as `multicast-dns` writes it. */
export interface OutgoingPacket {
  questions?: OutgoingQuestion[]
  answers?: OutgoingRecord[]
  authorities?: OutgoingRecord[]
  additionals?: OutgoingRecord[]
}

export const multicastGroup = '224.0.0.251'
export const multicastPort = 5353

export interface WireOptions {
  port: number
  /** Own address to send from, or 0.0.0.0 to listen: on Linux a socket bound to an address hears no multicast. */
  address: string
  /** Asked before a packet is decoded. Absent: nothing is listened to. */
  admits?: ((packet: Uint8Array, source: RemoteInfo) => boolean) | undefined
  onPacket?: ((packet: ReceivedPacket, source: RemoteInfo) => void) | undefined
  onOpen(): void
  /** Whatever goes wrong, the wire is of no use any more and must be closed. May be called more than once. */
  onError(error: Error): void
}

/** One UDP socket with DNS packets on it. Nothing it does throws or ends the process. */
export interface Wire {
  join(address: string): Error | null
  leave(address: string): void
  query(packet: OutgoingPacket, done: (error: Error | null) => void): void
  respond(packet: OutgoingPacket, done: (error: Error | null) => void): void
  close(): Promise<void>
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)))

const partsOf = ({ type, questions, answers, authorities, additionals }: FullPacket): ReceivedPacket => ({
  type: type === 'query' ? 'query' : 'response',
  questions: questions ?? [],
  answers: answers ?? [],
  authorities: authorities ?? [],
  additionals: additionals ?? [],
})

export function openWire(options: WireOptions): Wire {
  const { port, address, admits, onPacket } = options
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  let isOpen = false
  let closing: Promise<void> | null = null
  const fail = (thrown: unknown) => {
    if (closing === null) options.onError(asError(thrown))
  }
  socket.on('error', fail)
  // Binding and joining are ours: the library joins once, for all interfaces, and sends on one of them only.
  const dns = createMulticastDns({ socket, bind: false, multicast: false, port, ip: multicastGroup })
  dns.on('error', fail)
  // A packet that cannot be decoded is the sender's problem.
  dns.on('warning', () => undefined)
  // The library decodes whatever comes; the gate must stand before it.
  const decoders = socket.listeners('message')
  socket.removeAllListeners('message')
  if (onPacket !== undefined) {
    const receive = (packet: FullPacket, source: RemoteInfo) => onPacket(partsOf(packet), source)
    dns.on('query', receive)
    dns.on('response', receive)
    socket.on('message', (packet, source) => {
      if (admits?.(packet, source) === false) return
      for (const decode of decoders) decode(packet, source)
    })
  }

  socket.on('listening', () => {
    try {
      socket.setMulticastTTL(255)
      // Other harombes on this machine hear us through the loop. Linux asks the sender, Windows the receiver.
      socket.setMulticastLoopback(true)
      if (address !== '0.0.0.0') socket.setMulticastInterface(address)
      isOpen = true
      options.onOpen()
    } catch (error) {
      fail(error)
    }
  })
  try {
    socket.bind({ port, address })
  } catch (error) {
    queueMicrotask(() => fail(error))
  }

  function send(write: (done: (error: Error | null) => void) => void, done: (error: Error | null) => void) {
    if (!isOpen || closing !== null) return done(null)
    try {
      write(error => done(error ?? null))
    } catch (error) {
      done(asError(error))
    }
  }

  return {
    join(own) {
      try {
        socket.addMembership(multicastGroup, own)
        return null
      } catch (thrown) {
        const error = asError(thrown)
        // Still a member: the interface only had no carrier for a while.
        return 'code' in error && error.code === 'EADDRINUSE' ? null : error
      }
    },
    leave(own) {
      try {
        socket.dropMembership(multicastGroup, own)
      } catch {
        // The interface is gone, and with it the membership.
      }
    },
    query: (packet, done) => send(sent => dns.query({ questions: [], ...packet }, sent), done),
    respond: (packet, done) => send(sent => dns.respond({ answers: [], ...packet }, sent), done),
    close() {
      closing ??= new Promise<void>(resolve => {
        try {
          dns.destroy(() => resolve())
        } catch {
          resolve()
        }
      })
      return closing
    },
  }
}
