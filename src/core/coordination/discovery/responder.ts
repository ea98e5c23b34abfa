import type { Link } from './addresses'
import { lowerName, type ReceivedPacket } from './read-packet'
import { writeText } from './read-text'
import type { OutgoingPacket, OutgoingRecord } from './wire'

/** This harombe as others may find it. */
export interface Announcement {
  /** `_harombe._tcp.local` */
  service: string
  /** Of the installation; random, says nothing about the machine. */
  id: string
  version: string
  port: number
  secure: boolean
  /** What the listener is bound to: `all4` and `all` are every address of this machine. */
  reach: { kind: 'all4' } | { kind: 'all' } | { kind: 'one'; address: string }
  /** 0; counts up when somebody else has the name. */
  suffix: number
}

/** Seconds; RFC 6762, section 10: two minutes for what names a host, 75 for the rest. */
const hostTtl = 120
const otherTtl = 4500

/** Short, and unlikely to be had twice in one network: the first half of the random id. No host name, which says who somebody is. */
export function ownLabel({ id, suffix }: Announcement): string {
  const base = `harombe-${id.slice(0, 10)}`
  return suffix === 0 ? base : `${base}-${suffix + 1}`
}

export const ownInstance = (own: Announcement): string => `${ownLabel(own)}.${own.service}`
const ownTarget = (own: Announcement) => `${ownLabel(own)}.local`

function addressesOn({ reach }: Announcement, link: Link): string[] {
  if (reach.kind === 'one') {
    return reach.address === link.address || link.ipv6.includes(reach.address) ? [reach.address] : []
  }
  return reach.kind === 'all' ? [link.address, ...link.ipv6] : [link.address]
}

interface OwnRecords {
  pointer: OutgoingRecord
  place: OutgoingRecord
  text: OutgoingRecord
  addresses: OutgoingRecord[]
}

/** Null where the listener cannot be reached on this link. */
function recordsOn(own: Announcement, link: Link, ttl: { host: number; other: number }): OwnRecords | null {
  const addresses = addressesOn(own, link)
  if (addresses.length === 0) return null
  const instance = ownInstance(own)
  const target = ownTarget(own)
  return {
    pointer: { type: 'PTR', name: own.service, ttl: ttl.other, data: instance },
    place: {
      type: 'SRV',
      name: instance,
      ttl: ttl.host,
      flush: true,
      data: { port: own.port, target, priority: 0, weight: 0 },
    },
    text: { type: 'TXT', name: instance, ttl: ttl.other, flush: true, data: writeText(own) },
    addresses: addresses.map(address => ({
      type: address.includes(':') ? 'AAAA' : 'A',
      name: target,
      ttl: ttl.host,
      flush: true,
      data: address,
    })),
  }
}

const whole = ({ pointer, place, text, addresses }: OwnRecords): OutgoingPacket => ({
  answers: [pointer, place, text, ...addresses],
})

export function announcementOn(own: Announcement, link: Link): OutgoingPacket | null {
  const records = recordsOn(own, link, { host: hostTtl, other: otherTtl })
  return records && whole(records)
}

/** The same with no time left. */
export function goodbyeOn(own: Announcement, link: Link): OutgoingPacket | null {
  const records = recordsOn(own, link, { host: 0, other: 0 })
  return records && whole(records)
}

/** Asks whether somebody has the name, and says what we would say under it (RFC 6762, section 8.1). */
export function probeOn(own: Announcement, link: Link): OutgoingPacket | null {
  const records = recordsOn(own, link, { host: hostTtl, other: otherTtl })
  if (records === null) return null
  return {
    questions: [{ type: 'SRV', name: ownInstance(own) }],
    authorities: [records.place],
  }
}

type ReceivedQuery = Pick<ReceivedPacket, 'questions' | 'answers'>

const servicesName = '_services._dns-sd._udp.local'

/** Whether the asker knows our pointer well enough already (RFC 6762, section 7.1). */
function isKnownTo(query: ReceivedQuery, own: Announcement): boolean {
  const instance = lowerName(ownInstance(own))
  return query.answers.some(
    record =>
      typeof record === 'object' &&
      record !== null &&
      'type' in record &&
      record.type === 'PTR' &&
      'data' in record &&
      typeof record.data === 'string' &&
      lowerName(record.data) === instance &&
      'ttl' in record &&
      typeof record.ttl === 'number' &&
      record.ttl >= otherTtl / 2,
  )
}

/** What is answered to a question. Always everything there is, so that nobody needs to ask twice. */
export function isAskedFor(query: ReceivedQuery, own: Announcement): 'instance' | 'services' | null {
  const instance = lowerName(ownInstance(own))
  const target = ownTarget(own)
  let asked: 'services' | null = null
  for (const { name: written, type } of query.questions) {
    const name = lowerName(written)
    const asks = (...types: string[]) => type === 'ANY' || types.includes(type)
    if (name === own.service && asks('PTR') && !isKnownTo(query, own)) return 'instance'
    if (name === instance && asks('SRV', 'TXT')) return 'instance'
    if (name === target && asks('A', 'AAAA')) return 'instance'
    if (name === servicesName && asks('PTR')) asked = 'services'
  }
  return asked
}

export const servicesAnswer = ({ service }: Announcement): OutgoingPacket => ({
  answers: [{ type: 'PTR', name: servicesName, ttl: otherTtl, data: service }],
})

const portOf = (data: unknown) =>
  typeof data === 'object' && data !== null && 'port' in data ? data.port : null

/** Whether somebody else claims our name: a place under it that is not ours, be it of a second harombe on this machine. */
export function contradicts(
  records: readonly unknown[],
  own: Announcement,
  source: { isOwn: boolean },
): boolean {
  const instance = lowerName(ownInstance(own))
  return records.some(
    record =>
      typeof record === 'object' &&
      record !== null &&
      'type' in record &&
      record.type === 'SRV' &&
      'name' in record &&
      typeof record.name === 'string' &&
      lowerName(record.name) === instance &&
      // A goodbye gives the name up.
      !('ttl' in record && record.ttl === 0) &&
      'data' in record &&
      !(source.isOwn && portOf(record.data) === own.port),
  )
}
