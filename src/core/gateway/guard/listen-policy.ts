import { hostname, networkInterfaces } from 'node:os'
import type { Config } from '../../../shared/config/schema'
import { HarombeError } from '../../../shared/errors'
import type { GuardPolicy } from './guard'

type ServerConfig = Config['server']

const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase()

/** True for the names and addresses that no other machine can reach. */
export function isLoopbackHost(host: string): boolean {
  const name = bare(host)
  return name === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
}

export const isWildcard = (host: string) => bare(host) === '0.0.0.0' || bare(host) === '::'

/** Literal IPv6 addresses need brackets in a URL. */
export const inUrl = (host: string): string => (bare(host).includes(':') ? `[${bare(host)}]` : bare(host))

/** What the sockets are bound to. Loopback means both families, since `localhost` may resolve to either. */
export function addressesFor(host: string): { required: string; also: string | null } {
  const name = bare(host)
  if (name === 'localhost' || name === '127.0.0.1') return { required: '127.0.0.1', also: '::1' }
  return { required: name, also: null }
}

/** The address a program on this machine uses to reach the listener. */
export function endpointFor(server: ServerConfig, port: number): string {
  const host = isWildcard(server.host) || bare(server.host) === 'localhost' ? '127.0.0.1' : server.host
  return `${schemeOf(server)}://${inUrl(host)}:${port}`
}

export const schemeOf = (server: ServerConfig): 'http' | 'https' =>
  server.ssl_certfile !== undefined && server.ssl_keyfile !== undefined ? 'https' : 'http'

/**
 * Refuses to open a port that would let other machines in unasked.
 * @throws HarombeError CONFIG_INVALID
 */
export function assertSafeToListen(server: ServerConfig, authToken: string | null): void {
  if ((server.ssl_certfile === undefined) !== (server.ssl_keyfile === undefined)) {
    throw new HarombeError('CONFIG_INVALID', 'server.ssl_certfile and server.ssl_keyfile belong together.', {
      hint: 'Set both, or neither.',
    })
  }
  if (server.require_token && authToken === null) {
    throw new HarombeError('CONFIG_INVALID', 'server.require_token is on, but there is no token.', {
      hint: 'Set server.auth_token.',
    })
  }
  if (isLoopbackHost(server.host)) return
  if (authToken === null) {
    throw new HarombeError(
      'CONFIG_INVALID',
      `server.host ${server.host} would let other machines in without a token.`,
      { hint: 'Set server.auth_token, or use server.host 127.0.0.1.' },
    )
  }
  if (schemeOf(server) === 'http' && !server.insecure_http) {
    throw new HarombeError(
      'CONFIG_INVALID',
      `On server.host ${server.host} tokens and prompts would travel unencrypted.`,
      {
        hint: 'Set server.ssl_certfile and server.ssl_keyfile, or accept it with server.insecure_http: true.',
      },
    )
  }
}

/** The origins of `server.cors_origins` that can be honoured, and those that cannot: `*` among them, on purpose. */
export function readCorsOrigins(entries: readonly string[]): { origins: Set<string>; refused: string[] } {
  const origins = new Set<string>()
  const refused: string[] = []
  for (const entry of entries) {
    const url = URL.parse(entry)
    const usable = url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
    if (usable) origins.add(url.origin)
    else refused.push(entry)
  }
  return { origins, refused }
}

/** A new address is known after this long at the latest. */
const ownNamesLifeMs = 5000

/** Names and addresses of this machine on its networks, as of a few seconds ago: asking the system takes a while. */
export function createOwnNames(monotonic: () => number): () => readonly string[] {
  let names: string[] = []
  let readAt = Number.NEGATIVE_INFINITY
  return () => {
    const now = monotonic()
    if (now - readAt < ownNamesLifeMs) return names
    readAt = now
    const addresses = Object.values(networkInterfaces()).flatMap(entries => entries ?? [])
    const name = hostname().toLowerCase()
    names = [
      ...addresses.map(({ address }) => inUrl(address)),
      name,
      name.endsWith('.local') ? name : `${name}.local`,
    ]
    return names
  }
}

export interface PolicyInput {
  server: ServerConfig
  port: number
  corsOrigins: ReadonlySet<string>
  headerCount: number
  /** Asked only when a host is not one of the fixed ones and the listener is open to other machines. */
  ownNames(): readonly string[]
}

export function createPolicy({ server, port, corsOrigins, headerCount, ownNames }: PolicyInput): GuardPolicy {
  const scheme = schemeOf(server)
  const loopback = isLoopbackHost(server.host)
  const isPort = (value: string | null) =>
    value === null ? port === (scheme === 'https' ? 443 : 80) : Number(value) === port
  const names = ['localhost', '127.0.0.1', '[::1]', ...(isWildcard(server.host) ? [] : [inUrl(server.host)])]
  const hosts = new Set(names.map(name => `${name}:${port}`))
  if (isPort(null)) for (const name of names) hosts.add(name)
  return {
    scheme,
    hosts,
    isOwnHost: (name, value) => isPort(value) && !loopback && ownNames().includes(name),
    corsOrigins,
    dropInWithoutToken: loopback && !server.require_token,
    headerCount,
  }
}
