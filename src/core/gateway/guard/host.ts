import type { RequestFacts } from './facts'

export interface HostPolicy {
  scheme: 'http' | 'https'
  hosts: ReadonlySet<string>
  isOwnHost(name: string, port: string | null): boolean
}

/** A name or address with an optional port; nothing that could carry a user name or a second host. */
const hostSyntax = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]*[a-z0-9_-])(?::(\d{1,5}))?$/

const misdirected = { status: 421, message: 'This server does not answer to that host name.' }
const malformed = (message: string) => ({ status: 400, message })

/**
 * The defence against DNS rebinding: a page whose name was pointed at this machine still sends its own name as Host.
 * Returns null when the request is meant for us.
 */
export function checkHost(
  facts: RequestFacts,
  policy: HostPolicy,
): { status: number; message: string } | null {
  if (facts.hostCount !== 1 || facts.host === null) {
    return malformed('Exactly one Host header is needed.')
  }
  const host = facts.host.toLowerCase()
  if (!policy.hosts.has(host)) {
    const [, name, port] = hostSyntax.exec(host) ?? []
    if (name === undefined) return malformed('The Host header is malformed.')
    if (!policy.isOwnHost(name, port ?? null)) return misdirected
  }
  if (facts.target.startsWith('/') || facts.target === '*') return null
  const url = URL.parse(facts.target)
  if (url === null || url.protocol !== `${policy.scheme}:` || url.username !== '' || url.password !== '') {
    return malformed('The request target is malformed.')
  }
  // URL drops a default port, which the header may spell out.
  const named = URL.parse(`${policy.scheme}://${host}`)?.host
  return url.host === named ? null : malformed('The request target and the Host header differ.')
}
