import { parseMacAddress } from '../../../shared/mac-address'

/** Six bytes 0xff, then the card's address sixteen times: AMD's white paper 20213, "Magic Packet Technology". */
export function magicPacket(mac: string): Uint8Array | null {
  const address = parseMacAddress(mac)
  if (address === null) return null
  const repeated = Array.from({ length: 16 }, () => address)
  return Uint8Array.from([...Array.from({ length: 6 }, () => 0xff), ...repeated.flat()])
}

/** What of an interface matters here; as `networkInterfaces()` of node:os tells it. */
export interface InterfaceAddress {
  family: 'IPv4' | 'IPv6'
  address: string
  netmask: string
  internal: boolean
}

/**
 * Where everybody on this machine's networks listens: the broadcast address of each IPv4 network. Several, since a broadcast
 * to 255.255.255.255 leaves by one interface only.
 */
export function broadcastAddresses(interfaces: Iterable<InterfaceAddress>): string[] {
  const found = new Set<string>()
  for (const { family, address, netmask, internal } of interfaces) {
    if (family !== 'IPv4' || internal) continue
    const mask = netmask.split('.').map(Number)
    const bytes = address.split('.').map(Number)
    // A network of one or two has nobody to broadcast to: a tunnel, a container's own address.
    if (mask.length !== 4 || (mask[3] ?? 0) >= 254) continue
    found.add(bytes.map((byte, index) => byte | (~(mask[index] ?? 255) & 255)).join('.'))
  }
  return [...found]
}
