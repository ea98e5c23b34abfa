import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Where clouds tell a machine its secrets; closed even to hosts the user allows. */
const metadata: readonly string[] = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.0.23',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
]

/** What a host the user has named may be: machines of one's own networks. */
const ownRanges: readonly string[] = ['private', 'loopback', 'carrierGradeNat', 'uniqueLocal', 'linkLocal']

/** The part of IPv6 that is routed at all; all else is special in one way or another. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

export interface AddressRules {
  /** The user named this host in `tools.web.allow_hosts`. */
  isAllowedHost: boolean
  /** Networks this machine is in, as `address/prefix`: global IPv6 addresses of a home are as private as its others. */
  ownNetworks: readonly string[]
}

/** @returns null for what is no address */
export function parseAddress(text: string): Address | null {
  const bare = text.replace(/^\[|\]$/g, '')
  // Zones name an interface of this machine: nothing the web is behind.
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare) ? ipaddr.parse(bare) : null
}

const isSame = (address: Address, other: string) =>
  address.toNormalizedString() === ipaddr.parse(other).toNormalizedString()

function isInNetwork(address: Address, network: string): boolean {
  if (!ipaddr.isValidCIDR(network)) return false
  const [base, prefix] = ipaddr.parseCIDR(network)
  return base.kind() === address.kind() && prefix > 0 && address.match(base, prefix)
}

/** An IPv6 address that only wraps an IPv4 one. */
function unwrapped(address: Address): Address {
  return address.kind() === 'ipv6' && 'isIPv4MappedAddress' in address && address.isIPv4MappedAddress()
    ? address.toIPv4Address()
    : address
}

/** ISATAP hides an IPv4 address in the second half of an otherwise ordinary one. */
function isTunnel(address: Address): boolean {
  const bytes = address.toByteArray()
  return bytes.length === 16 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe
}

function isOnTheInternet(address: Address, { ownNetworks }: AddressRules): boolean {
  if (address.range() !== 'unicast') return false
  if (address.kind() === 'ipv6' && (!address.match(globalUnicast) || isTunnel(address))) return false
  return !ownNetworks.some(network => isInNetwork(address, network))
}

/**
 * Why an address may not be connected to, completing "The address is …"; null when it may.
 * @param text an IPv4 or IPv6 address
 */
export function addressProblem(text: string, rules: AddressRules): string | null {
  const parsed = parseAddress(text)
  if (parsed === null) return 'none that can be read'
  if ('zoneId' in parsed && parsed.zoneId !== undefined) return 'one of a single network'
  const address = unwrapped(parsed)
  if (metadata.some(each => isSame(address, each))) return 'one where machines are told secrets'
  // The wrapped form is never needed to reach anything.
  if (address === parsed && isOnTheInternet(address, rules)) return null
  const range = address.range()
  const isOwn = ownRanges.includes(range) || rules.ownNetworks.some(network => isInNetwork(address, network))
  if (isOwn) return rules.isAllowedHost && address === parsed ? null : 'one of your own machine or network'
  return 'no ordinary one of the internet'
}
