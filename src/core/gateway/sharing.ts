import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import type { Config } from '../../shared/config/schema'
import type { Sharing } from '../../shared/contract/system'
import { inUrl, isLoopbackHost, isWildcard, schemeOf } from './guard/listen-policy'

type ServerConfig = Config['server']

/** How the listener was opened. */
export interface Listening {
  server: ServerConfig
  port: number
  hasToken: boolean
  /** PEM; null without TLS. */
  certificate: string | null
}

export interface Surroundings {
  /** As of now: addresses come and go with the networks. */
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>
  hostname: string
}

type Address = Sharing['addresses'][number]

/**
 * Where other machines find a listener. Link-local addresses of IPv6 are left out: they need a zone, which no browser takes.
 * Names are offered only under TLS, where a certificate may stand for them; without, an address works wherever a name does.
 */
export function sharedAddresses(listening: Listening, surroundings: Surroundings): Address[] {
  const { server, port } = listening
  const scheme = schemeOf(server)
  const certificate = readCertificate(listening.certificate)
  const hosts = isLoopbackHost(server.host) ? [] : hostsOf(server, surroundings)
  const addresses = hosts.map(host => ({
    host,
    url: `${scheme}://${inUrl(host)}${isDefaultPort(scheme, port) ? '' : `:${port}`}`,
    isCertified: certificate === null ? null : certifies(certificate, host),
  }))
  return addresses.toSorted((a, b) => Number(b.isCertified) - Number(a.isCertified))
}

export function toSharing(
  listening: Listening | null,
  surroundings: Surroundings,
  needsRestart: boolean,
): Sharing {
  if (listening === null) return { listener: null, isShared: false, addresses: [], needsRestart }
  const { server, port, hasToken } = listening
  return {
    listener: { host: server.host, port, scheme: schemeOf(server), hasToken },
    isShared: !isLoopbackHost(server.host),
    addresses: sharedAddresses(listening, surroundings),
    needsRestart,
  }
}

function hostsOf(server: ServerConfig, { interfaces, hostname }: Surroundings): string[] {
  if (!isWildcard(server.host)) return [server.host.replace(/^\[|\]$/g, '')]
  const own = Object.values(interfaces)
    .flatMap(entries => entries ?? [])
    .filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address))
  const byFamily = (family: string) =>
    own.filter(entry => entry.family === family).map(entry => entry.address)
  const name = hostname.toLowerCase()
  const names =
    schemeOf(server) === 'http' || name === '' ? [] : [name, `${name.replace(/\.local$/, '')}.local`]
  const both = server.host.includes(':') ? byFamily('IPv6') : []
  return [...new Set([...byFamily('IPv4'), ...both, ...names])]
}

const isDefaultPort = (scheme: 'http' | 'https', port: number) => port === (scheme === 'https' ? 443 : 80)

function readCertificate(pem: string | null): X509Certificate | null {
  try {
    return pem === null ? null : new X509Certificate(pem)
  } catch {
    // The listener took it, so it is one; nothing here may fail for a kind that only TLS can read.
    return null
  }
}

const certifies = (certificate: X509Certificate, host: string): boolean =>
  (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined
