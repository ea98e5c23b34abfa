import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'

/** One IPv4 network that this machine is in, by one of its interfaces. */
export interface Link {
  interfaceName: string
  /** Own address there. */
  address: string
  prefix: number
  /** Own IPv6 addresses there that others can use without naming an interface. */
  ipv6: readonly string[]
}

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>

/** Networks of containers on this very machine: nobody else is in them. */
const containerNames =
  /^(?:docker|br-[0-9a-f]{12}|veth|cni|flannel|podman|lxcbr|kube|vEthernet \((?:WSL|Default Switch|nat)\b)/

export const isContainerInterface = (name: string): boolean => containerNames.test(name)

const prefixOf = (cidr: string | null) => Number(cidr?.split('/')[1] ?? '32')

/** The networks to speak in. Those of containers only when there are no others. */
export function linksOf(interfaces: Interfaces): Link[] {
  const links: Link[] = []
  for (const [interfaceName, entries = []] of Object.entries(interfaces)) {
    const outer = entries.filter(({ internal }) => !internal)
    const ipv6 = outer.filter(isUsableIPv6).map(({ address }) => address)
    for (const { family, address, cidr } of outer) {
      if (family === 'IPv4') links.push({ interfaceName, address, prefix: prefixOf(cidr), ipv6 })
    }
  }
  const outside = links.filter(link => !isContainerInterface(link.interfaceName))
  return outside.length > 0 ? outside : links
}

const isUsableIPv6 = ({ family, address }: NetworkInterfaceInfo) =>
  family === 'IPv6' && isUsableAddress(address)

const unusableIPv4 = new BlockList()
unusableIPv4.addSubnet('0.0.0.0', 8)
unusableIPv4.addSubnet('127.0.0.0', 8)
unusableIPv4.addSubnet('224.0.0.0', 3)

// Lists of their own: a subnet of IPv4-mapped addresses in one list holds every IPv4 address.
const unusableIPv6 = new BlockList()
unusableIPv6.addSubnet('::', 127, 'ipv6')
unusableIPv6.addSubnet('ff00::', 8, 'ipv6')
// Link-local ones mean nothing without the interface, which no URL can name.
unusableIPv6.addSubnet('fe80::', 10, 'ipv6')
unusableIPv6.addSubnet('::ffff:0:0', 96, 'ipv6')

/** An address that another machine can have: not loopback, unspecified, multicast, broadcast or IPv6 link-local. */
export function isUsableAddress(address: string): boolean {
  if (isIPv4(address)) return !unusableIPv4.check(address, 'ipv4')
  return isIPv6(address) && !address.includes('%') && !unusableIPv6.check(address, 'ipv6')
}

/** Whether an IPv4 address is in the network of one of the links. */
export function isOnLink(address: string, links: readonly Pick<Link, 'address' | 'prefix'>[]): boolean {
  if (!isIPv4(address)) return false
  const networks = new BlockList()
  for (const link of links) networks.addSubnet(link.address, link.prefix, 'ipv4')
  return networks.check(address, 'ipv4')
}

/**
 * Where to look for a node: what it says, if the packet came from there; else what it says within our own networks; else
 * where the packet came from, since many machines announce their loopback address.
 */
export function chooseAddress(
  announced: readonly string[],
  source: string,
  links: readonly Pick<Link, 'address' | 'prefix'>[],
): string | null {
  const usable = announced.filter(isUsableAddress)
  if (usable.includes(source)) return source
  const near = usable.find(address => isOnLink(address, links))
  return near ?? (isUsableAddress(source) ? source : null)
}

export const urlOf = (address: string, port: number, secure: boolean): string =>
  `${secure ? 'https' : 'http'}://${isIPv6(address) ? `[${address}]` : address}:${port}`
