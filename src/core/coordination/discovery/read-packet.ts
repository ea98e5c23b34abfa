import type { AnnouncedText } from './read-text'
import { readText } from './read-text'

/**
 * What one packet says of the service, as a closed union. Everything else in it is dropped. Names are lower case; `instance`
 * is the part before the service's name.
 */
export type Observation =
  | { type: 'pointer'; instance: string; label: string; ttl: number }
  | { type: 'place'; instance: string; label: string; port: number; target: string; ttl: number }
  | { type: 'text'; instance: string; text: AnnouncedText; ttl: number }
  | { type: 'address'; target: string; address: string; ttl: number }

/** A decoded packet; nothing about its records is taken for granted. */
export interface ReceivedPacket {
  type: 'query' | 'response'
  questions: readonly { name: string; type: string }[]
  answers: readonly unknown[]
  authorities: readonly unknown[]
  additionals: readonly unknown[]
}

const longestTarget = 253

/** ASCII only, as DNS compares names. */
export const lowerName = (name: string): string =>
  name.replace(/[A-Z]/g, letter => letter.toLowerCase()).replace(/\.$/, '')

function instanceOf(name: string, service: string): { instance: string; label: string } | null {
  const lower = lowerName(name)
  if (!lower.endsWith(`.${service}`)) return null
  const length = lower.length - service.length - 1
  // A name on the wire has at most 255 bytes; a longer one comes from a decoder that was led astray.
  if (length <= 0 || length > 255) return null
  return { instance: lower.slice(0, length), label: name.slice(0, length) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array

function readRecord(record: unknown, service: string): Observation | null {
  if (!isRecord(record)) return null
  const { name, type, data, ttl } = record
  if (typeof name !== 'string' || typeof ttl !== 'number') return null
  switch (type) {
    case 'PTR': {
      if (lowerName(name) !== service || typeof data !== 'string') return null
      const found = instanceOf(data, service)
      return found && { type: 'pointer', ...found, ttl }
    }
    case 'SRV': {
      const found = instanceOf(name, service)
      if (found === null || !isRecord(data)) return null
      const { port, target } = data
      if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) return null
      if (typeof target !== 'string' || target.length > longestTarget) return null
      return { type: 'place', ...found, port, target: lowerName(target), ttl }
    }
    case 'TXT': {
      const found = instanceOf(name, service)
      const strings = Array.isArray(data) ? data : [data]
      if (found === null || !strings.every(isBytes)) return null
      return { type: 'text', instance: found.instance, text: readText(strings), ttl }
    }
    case 'A':
    case 'AAAA':
      if (typeof data !== 'string' || name.length > longestTarget) return null
      return { type: 'address', target: lowerName(name), address: data, ttl }
    default:
      return null
  }
}

/** What a response says of the service (lower case, without a dot at the end). */
export function readPacket(
  packet: Pick<ReceivedPacket, 'answers' | 'additionals'>,
  service: string,
): Observation[] {
  const observations: Observation[] = []
  for (const record of [...packet.answers, ...packet.additionals]) {
    const observation = readRecord(record, service)
    if (observation !== null) observations.push(observation)
  }
  return observations
}
