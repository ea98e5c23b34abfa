import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { HarombeError } from '../../../../shared/errors'
import { addressProblem, parseAddress } from './address-rules'
import { hostKey } from './web-address'

/** A host whose addresses were looked up and checked; connections go to these and to no other. */
export interface CheckedHost {
  addresses: readonly { address: string; family: 4 | 6 }[]
}

export interface EgressGuard {
  isAllowedHost(host: string): boolean
  /** What can be said without looking anything up. @throws HarombeError FORBIDDEN for an address that `check` would refuse */
  checkLiteral(url: URL): void
  /**
   * Looks a name up, once, and checks every address it has: one bad one spoils them all.
   * @throws HarombeError FORBIDDEN, NODE_UNREACHABLE when the name is not known
   */
  check(url: URL, signal: AbortSignal): Promise<CheckedHost>
}

export interface EgressGuardOptions {
  /** `tools.web.allow_hosts`, as it is in force. */
  allowedHosts(): readonly string[]
  /** Ports harombe itself listens on: it is not asked through its own tools. */
  ownPorts(): readonly number[]
  /** All addresses of a name. @throws when there are none */
  resolve?: (host: string, signal: AbortSignal) => Promise<string[]>
  /** As `address/prefix`. */
  ownNetworks?: () => string[]
}

/** As programs on this machine resolve names: the hosts file, then DNS. */
const systemResolve = async (host: string): Promise<string[]> =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)

const networksHere = (): string[] =>
  Object.values(networkInterfaces()).flatMap(addresses =>
    (addresses ?? []).flatMap(({ cidr }) => (cidr === null ? [] : [cidr])),
  )

const isLocal = (address: string, ownNetworks: readonly string[]): boolean => {
  const parsed = parseAddress(address)
  if (parsed === null) return false
  if (parsed.range() === 'loopback') return true
  return ownNetworks.some(network => {
    const own = parseAddress(network.split('/')[0] ?? '')
    return own !== null && own.toNormalizedString() === parsed.toNormalizedString()
  })
}

/** The lookup of a system cannot be stopped; nobody waits for it then. */
async function unlessStopped<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(new HarombeError('CANCELLED', 'It was stopped.'))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

export function createEgressGuard(options: EgressGuardOptions): EgressGuard {
  const { allowedHosts, ownPorts, resolve = systemResolve, ownNetworks = networksHere } = options
  const isAllowedHost = (host: string) => allowedHosts().some(each => hostKey(each) === hostKey(host))

  function checkAddresses(url: URL, found: readonly string[]): void {
    const host = hostKey(url.hostname)
    const rules = { isAllowedHost: isAllowedHost(host), ownNetworks: ownNetworks() }
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
    for (const address of found) {
      const problem = addressProblem(address, rules)
      if (problem !== null)
        throw new HarombeError('FORBIDDEN', `${host} is not fetched: its address is ${problem}.`, {
          hint: 'Hosts of your own network can be allowed under tools.web.allow_hosts.',
        })
      if (ownPorts().includes(port) && isLocal(address, rules.ownNetworks))
        throw new HarombeError('FORBIDDEN', 'harombe does not ask itself through its own tools.')
    }
  }

  return {
    isAllowedHost,
    checkLiteral(url) {
      const host = hostKey(url.hostname)
      if (parseAddress(host) !== null) checkAddresses(url, [host])
    },
    async check(url, signal) {
      const host = hostKey(url.hostname)
      const isLiteral = parseAddress(host) !== null
      const found = isLiteral
        ? [host]
        : await unlessStopped(resolve(host, signal), signal).catch(error => {
            if (signal.aborted) throw error
            throw new HarombeError(
              'NODE_UNREACHABLE',
              `The name ${host} is not known, or this machine is offline.`,
            )
          })
      if (found.length === 0) throw new HarombeError('NODE_UNREACHABLE', `The name ${host} has no address.`)
      checkAddresses(url, found)
      return { addresses: found.map(address => ({ address, family: address.includes(':') ? 6 : 4 })) }
    },
  }
}
