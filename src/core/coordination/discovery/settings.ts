import type { Config } from '../../../shared/config/schema'

export interface DiscoverySettings {
  method: 'explicit' | 'mdns'
  /** Lower case, without a dot at the end: `_harombe._tcp.local`. Null when what the file says is none. */
  service: string | null
  announce: boolean
  useDiscovered: boolean
}

/** RFC 6763, section 7: at most 15 letters, digits and hyphens after the underscore; only what is on this link. */
const serviceName = /^_[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?\._(?:tcp|udp)\.local$/

export function discoverySettingsOf({ cluster }: Pick<Config, 'cluster'>): DiscoverySettings {
  const { method, mdns_service, announce, use_discovered } = cluster.discovery
  const service = mdns_service.trim().toLowerCase().replace(/\.$/, '')
  return {
    method,
    service: serviceName.test(service) ? service : null,
    announce,
    useDiscovered: use_discovered,
  }
}
