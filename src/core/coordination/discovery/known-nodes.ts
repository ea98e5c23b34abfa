import { isIP, isIPv4 } from 'node:net'
import type { NodeView } from '../../../shared/entities'
import type { Candidate } from './candidates'

/** What must be known of the cluster's nodes to tell which of them an announcement is. */
export type KnownNode = Pick<NodeView, 'name' | 'url' | 'origin' | 'status'>

/** Addresses behind the host names of the file; null while a name is being looked up. */
export type ResolvedHosts = ReadonlyMap<string, readonly string[] | null>

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '').toLowerCase()

export const hostOfUrl = (url: string): string => bare(URL.parse(url)?.hostname ?? '')

export const portOfUrl = (url: string): number => {
  const parsed = URL.parse(url)
  return parsed === null ? 0 : Number(parsed.port || (parsed.protocol === 'https:' ? 443 : 80))
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

export interface Surroundings {
  nodes: readonly KnownNode[]
  hosts: ResolvedHosts
  ownAddresses: ReadonlySet<string>
}

/** The node that listens where the announcement points to; null when it is none. */
export function findKnown(
  { address, port, target }: Pick<Candidate, 'address' | 'port' | 'target'>,
  { nodes, hosts, ownAddresses }: Surroundings,
): KnownNode | null {
  const isThere = ({ url, origin }: KnownNode) => {
    if (origin === 'demo' || portOfUrl(url) !== port) return false
    const host = hostOfUrl(url)
    if (isLoopback(host)) return ownAddresses.has(address)
    return host === address || host === target || (hosts.get(host)?.includes(address) ?? false)
  }
  return nodes.find(isThere) ?? null
}

/** Host names of the nodes that must be looked up to compare them with announcements. */
export const namesToResolve = (nodes: readonly KnownNode[]): string[] =>
  nodes.flatMap(({ url, origin }) => {
    const host = hostOfUrl(url)
    return origin === 'config' && host !== '' && isIP(host) === 0 && !isLoopback(host) ? [host] : []
  })
