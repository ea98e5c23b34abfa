import type { RemoteInfo } from 'node:dgram'
import type { Clock } from '../../../shared/clock'
import { isOnLink, type Link } from './addresses'
import { createPacketGate } from './packet-gate'
import type { ReceivedPacket } from './read-packet'
import { multicastPort, type OutgoingPacket, openWire, type Wire } from './wire'

export interface TransportOptions {
  clock: Clock
  /** The networks this machine is in now. */
  readLinks(): Link[]
  /** Default 5353; another one only where nobody else is to be met. */
  port?: number | undefined
  onPacket(packet: ReceivedPacket, source: string): void
  /** Links came; those that were there before are not among them. */
  onLinksAdded(links: readonly Link[]): void
  /** What is wrong, or nothing any more, changed. */
  onChanged(): void
}

/** Multicast DNS on every network of this machine, through failures, cable pulls and sleep. */
export interface Transport {
  /** Where packets can be sent now. */
  links(): readonly Link[]
  /** Why nothing can be heard or said, in words; null when it can. */
  problem(): string | null
  /** Sends on every link what is made for it; resolves when all is out or refused. Never rejects. */
  query(make: (link: Link) => OutgoingPacket | null): Promise<void>
  respond(make: (link: Link) => OutgoingPacket | null): Promise<void>
  /** Looks at the interfaces; `afresh` joins all of them anew, as after sleep. */
  update(afresh?: boolean): void
  /** Resolves when every socket is closed. */
  stop(): Promise<void>
}

const firstRetryMs = 1000
const longestRetryMs = 60_000

interface Lane {
  link: Link
  wire: Wire
  isOpen: boolean
}

const laneKey = ({ address, prefix, ipv6 }: Link) => `${address}/${prefix} ${ipv6.join(' ')}`

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program keeps UDP port 5353 for itself',
  EACCES: 'the system does not allow UDP port 5353',
  EPERM: 'the system does not allow it',
  EHOSTUNREACH: 'the system says that nobody can be reached (on macOS: allow harombe the local network)',
}

const describe = (error: NodeJS.ErrnoException) => reasons[error.code ?? ''] ?? error.message

export function createTransport(options: TransportOptions): Transport {
  const { clock, readLinks, onPacket, onLinksAdded, onChanged, port = multicastPort } = options
  const gate = createPacketGate()
  const lanes = new Map<string, Lane>()
  const closing = new Set<Promise<void>>()
  let receiver: { wire: Wire; isOpen: boolean; joined: Set<string> } | null = null
  let receiverError: Error | null = null
  let joinError: Error | null = null
  /** By lane: why it could not be opened, or what it last tried to send was refused, until something got out. */
  const laneErrors = new Map<string, { error: Error; sending: boolean }>()
  let attempt = 0
  let cancelRetry: (() => void) | null = null
  let wanted: Link[] = readLinks()
  let stopped = false
  let told: string | null = null
  let isMade = false

  function close(wire: Wire): void {
    const done = wire.close()
    closing.add(done)
    void done.finally(() => closing.delete(done))
  }

  function problem(): string | null {
    if (receiverError !== null) return `Nothing can be heard: ${describe(receiverError)}.`
    if (wanted.length === 0) return 'This machine is in no network.'
    if (receiver?.isOpen === true && receiver.joined.size === 0 && joinError !== null)
      return `No network can be listened to: ${describe(joinError)}.`
    const [laneError] = laneErrors.values()
    if (laneError !== undefined && wanted.every(link => laneErrors.has(laneKey(link))))
      return `Nothing can be sent: ${describe(laneError.error)}.`
    return null
  }

  function tell(): void {
    const now = problem()
    if (now === told || stopped) return
    told = now
    // Whoever makes a transport looks at it then; it has no name yet to be looked at by.
    if (isMade) onChanged()
  }

  const isNear = ({ address, port: from }: RemoteInfo) => from === port && isOnLink(address, wanted)

  function openReceiver(): void {
    cancelRetry = null
    const wire = openWire({
      port,
      address: '0.0.0.0',
      // RFC 6762, sections 6 and 11: from port 5353 and from our own networks, or not at all.
      admits: (packet, source) => isNear(source) && gate.admits(packet, source.address, clock.monotonic()),
      onPacket: (packet, { address }) => onPacket(packet, address),
      onOpen() {
        current.isOpen = true
        receiverError = null
        attempt = 0
        update()
      },
      onError: error => dropReceiver(current, error),
    })
    const current = { wire, isOpen: false, joined: new Set<string>() }
    receiver = current
  }

  function dropReceiver(failed: NonNullable<typeof receiver>, error: Error): void {
    if (receiver !== failed || stopped) return
    receiver = null
    receiverError = error
    close(failed.wire)
    const delay = Math.min(longestRetryMs, firstRetryMs * 2 ** attempt)
    attempt += 1
    cancelRetry = clock.after(delay, openReceiver)
    tell()
  }

  function openLane(link: Link): void {
    const key = laneKey(link)
    const wire = openWire({
      port,
      address: link.address,
      onOpen() {
        if (lanes.get(key) !== lane) return
        lane.isOpen = true
        if (laneErrors.get(key)?.sending === false) laneErrors.delete(key)
        tell()
        onLinksAdded([link])
      },
      onError: error => dropLane(key, lane, { error, sending: false }),
    })
    const lane: Lane = { link, wire, isOpen: false }
    lanes.set(key, lane)
  }

  /** The next look at the interfaces opens it again, if it is still there. */
  function dropLane(key: string, lane: Lane, failure?: { error: Error; sending: boolean }): void {
    if (lanes.get(key) === lane) lanes.delete(key)
    close(lane.wire)
    if (failure === undefined) laneErrors.delete(key)
    else laneErrors.set(key, failure)
    tell()
  }

  function join(): void {
    if (receiver?.isOpen !== true) return
    const { joined, wire } = receiver
    const addresses = new Set(wanted.map(({ address }) => address))
    for (const address of joined) {
      if (addresses.has(address)) continue
      wire.leave(address)
      joined.delete(address)
    }
    for (const address of addresses) {
      if (joined.has(address)) continue
      const error = wire.join(address)
      if (error === null) joined.add(address)
      else joinError = error
    }
    if (joined.size > 0) joinError = null
  }

  function update(afresh = false): void {
    if (stopped) return
    wanted = readLinks()
    const keys = new Set(wanted.map(laneKey))
    for (const [key, lane] of lanes) if (afresh || !keys.has(key)) dropLane(key, lane)
    for (const key of laneErrors.keys()) if (!keys.has(key)) laneErrors.delete(key)
    if (afresh && receiver?.isOpen === true) {
      for (const address of receiver.joined) receiver.wire.leave(address)
      receiver.joined.clear()
    }
    join()
    for (const link of wanted) if (!lanes.has(laneKey(link))) openLane(link)
    tell()
  }

  function sendAll(kind: 'query' | 'respond', make: (link: Link) => OutgoingPacket | null): Promise<void> {
    const sent = [...lanes].map(([key, lane]) => {
      const packet = lane.isOpen ? make(lane.link) : null
      if (packet === null) return Promise.resolve()
      return new Promise<void>(resolve => {
        lane.wire[kind](packet, error => {
          if (error === null) laneErrors.delete(key)
          else dropLane(key, lane, { error, sending: true })
          resolve()
        })
      })
    })
    return Promise.all(sent).then(() => undefined)
  }

  openReceiver()
  update()
  isMade = true
  return {
    links: () => [...lanes.values()].filter(({ isOpen }) => isOpen).map(({ link }) => link),
    problem,
    query: make => sendAll('query', make),
    respond: make => sendAll('respond', make),
    update,
    async stop() {
      stopped = true
      cancelRetry?.()
      if (receiver !== null) close(receiver.wire)
      for (const { wire } of lanes.values()) close(wire)
      lanes.clear()
      receiver = null
      await Promise.all(closing)
    },
  }
}
