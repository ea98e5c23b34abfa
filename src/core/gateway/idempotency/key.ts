import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { HarombeError } from '../../../shared/errors'
import type { Principal } from '../guard/principal'

/** As in the IETF's draft-ietf-httpapi-idempotency-key-header. */
export const keyHeader = 'idempotency-key'

const longestKey = 255

export const digestOf = (value: string | Uint8Array): string => hash('sha256', value, 'hex')

/**
 * The key a request carries, as it is written, quotes included; null for none.
 * @throws HarombeError BAD_REQUEST for one that is empty, too long, or not printable ASCII without spaces
 */
export function readKey(headers: Readonly<Record<string, string | string[] | undefined>>): string | null {
  const key = headers[keyHeader]
  if (key === undefined) return null
  if (typeof key === 'string' && key.length <= longestKey && /^[\x21-\x7e]+$/.test(key)) return key
  throw new HarombeError(
    'BAD_REQUEST',
    `An Idempotency-Key has 1 to ${longestKey} printable ASCII characters and no spaces.`,
    { data: { param: 'Idempotency-Key' } },
  )
}

/** Requests without a credential come from programs of this machine, which share their keys. */
const callerOf = (principal: Principal): string =>
  principal.kind === 'session' ? `session ${principal.sessionId}` : principal.kind

/** Under which an answer is found again: two callers with the same key never see each other's. */
export const scopeOf = (principal: Principal, key: string): string =>
  digestOf(`${callerOf(principal)}\n${key}`)

/** Headers that change what is answered. */
const telling = ['x-harombe-tier', 'x-harombe-node', 'x-harombe-on-stream-failure', 'anthropic-version']

/** What makes two requests the same: the address, the body to the byte, and what the headers ask for. */
export function fingerprintOf({ method, url, headers, bodyDigest }: FastifyRequest): string {
  const asked = telling.map(name => JSON.stringify(headers[name] ?? null))
  return digestOf([method, url, bodyDigest, ...asked].join('\n'))
}
