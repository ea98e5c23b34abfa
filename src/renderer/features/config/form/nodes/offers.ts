import type { FormNode } from '../../../../../shared/config/document/form-view'
import type { NodeInput } from '../../../../../shared/config/schema'
import type { DiscoveredNode, Tier } from '../../../../../shared/entities'
import { isSameServer } from '../../../../same-server'
import { freeName } from './use-node-actions'

/** Where a node of the draft is, as a URL; null where that takes a variable or is no address. */
export function urlOf({ fields }: FormNode): string | null {
  const url = fields.url?.value
  if (typeof url === 'string' && url !== '') return URL.canParse(url) ? url : null
  const host = fields.host?.value
  const port = fields.port?.value
  if (typeof host !== 'string' || typeof port !== 'number') return null
  const written = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const whole = `http://${written}:${port}`
  return URL.canParse(whole) ? whole : null
}

/** Servers that were found and are no node of the draft yet. */
export function notYetNodes<Found extends { url: string }>(
  found: readonly Found[],
  nodes: readonly FormNode[],
): Found[] {
  const known = nodes.map(urlOf)
  return found.filter(({ url }) => !known.some(own => own !== null && isSameServer(own, url)))
}

/** `http://host:port/prefix` stays a URL; `host`, `host:port` and `[::1]:8000` become host and port. Null: not an address. */
export function parseTypedAddress(text: string): Pick<NodeInput, 'url' | 'host' | 'port'> | null {
  const trimmed = text.trim().replace(/\/+$/, '')
  if (/^https?:\/\//i.test(trimmed)) {
    const url = URL.parse(trimmed)
    if (url === null || url.username !== '' || url.password !== '') return null
    return plainUrl(url) ?? { url: trimmed }
  }
  const match = /^(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(trimmed)
  if (match?.[1] === undefined) return null
  const port = match[2] === undefined ? undefined : Number(match[2])
  if (port !== undefined && (port < 1 || port > 65_535)) return null
  return port === undefined ? { host: match[1] } : { host: match[1], port }
}

/** A URL that says no more than host and port does is written as these two, as people write nodes. */
function plainUrl(url: URL): Pick<NodeInput, 'host' | 'port'> | null {
  if (url.protocol !== 'http:' || url.port === '' || url.pathname !== '/' || url.search !== '') return null
  return { host: url.hostname, port: Number(url.port) }
}

const properName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

/** A node to begin with: a name that nobody has yet, where it is, and its tier. */
export function offeredNode(
  offer: { name: string; address: Pick<NodeInput, 'url' | 'host' | 'port'>; tier: Tier },
  taken: readonly string[],
  fallbackName: string,
): NodeInput {
  const { address } = offer
  const host = (address.host ?? URL.parse(address.url ?? '')?.hostname ?? '').replace(/\.local\.?$/, '')
  const ofHost = /^[\d.]+$/.test(host) || !properName.test(host) ? '' : (host.split('.')[0] ?? '')
  const wanted = properName.test(offer.name) ? offer.name : ofHost === '' ? fallbackName : ofHost
  const isTaken = taken.some(name => name.toLowerCase() === wanted.toLowerCase())
  return { name: isTaken ? freeName(wanted, taken) : wanted, ...address, tier: offer.tier }
}

export const addressOfFound = ({ url }: Pick<DiscoveredNode, 'url'>) => parseTypedAddress(url) ?? { url }
