import { isIPv4 } from 'node:net'
import type { NetworkFinding } from '../../../../shared/entities'
import { isOnLink, urlOf } from '../addresses'
import type { FirewallFact, LinkFact, NetworkFacts, NodeFact } from './facts'

/** A home network answers within a few milliseconds; this is a relay, a sleeping radio or another continent. */
const slowMs = 300

const list = (words: readonly string[]) => words.join(', ')

function judgeListener({ listener, interfaces }: NetworkFacts): NetworkFinding {
  const check = 'listener'
  if (listener === null)
    return { check, verdict: 'not_checked', message: 'harombe does not listen: it is not running.' }
  const { host, port, isLoopback } = listener
  if (isLoopback) {
    return {
      check,
      verdict: 'ok',
      message: `harombe listens on this machine only (${host}, port ${port}): it can ask others, others cannot ask it.`,
      hint: 'To share this machine, set server.host to 0.0.0.0, with server.auth_token and TLS, and start harombe again.',
    }
  }
  const own = interfaces.map(({ address }) => address)
  const reached = host === '0.0.0.0' || host === '::' ? own : own.filter(address => address === host)
  if (reached.length === 0) {
    return {
      check,
      verdict: interfaces.length === 0 || isIPv4(host) ? 'problem' : 'ok',
      message: `harombe listens on ${host}, port ${port}, which is none of this machine's IPv4 addresses now.`,
      hint: 'Is the network connected? Another address may have been assigned: server.host 0.0.0.0 is every one.',
    }
  }
  const places = list(reached.map(address => urlOf(address, port, false).slice('http://'.length)))
  return { check, verdict: 'ok', message: `Others reach harombe at ${places}.` }
}

function judgeInterfaces({ interfaces, multicast, nodes }: NetworkFacts): NetworkFinding {
  const check = 'interfaces'
  if (interfaces.length === 0) {
    return {
      check,
      // Alone it answers by itself, and nothing is wrong.
      verdict: multicast !== null || nodes.length > 0 ? 'problem' : 'warning',
      message: 'This machine is in no network.',
      hint: 'Plug in a cable or join a wireless network; harombe notices within ten seconds.',
    }
  }
  const named = list(interfaces.map(({ name, address, prefix }) => `${name} ${address}/${prefix}`))
  if (interfaces.some(({ kind }) => kind === 'network')) return { check, verdict: 'ok', message: named }
  return {
    check,
    verdict: 'warning',
    message: `Only networks of containers and tunnels were found: ${named}.`,
    hint: 'Other machines are found by their address (`harombe cluster add`); multicast does not pass tunnels.',
  }
}

const isPermission = (code: string | null) => code === 'EHOSTUNREACH' || code === 'EPERM' || code === 'EACCES'

/** What keeps one network from carrying multicast, or null. */
function linkTrouble({ name, joinError, sendError, heardItself }: LinkFact): string | null {
  if (sendError !== null) return `${name} does not let it out (${sendError})`
  if (joinError !== null) return `${name} cannot be listened to (${joinError})`
  return heardItself ? null : `${name} does not bring back what is sent`
}

function judgeMulticast({ multicast }: NetworkFacts): NetworkFinding {
  const check = 'multicast'
  if (multicast === null) {
    const message = 'Machines are not looked for: cluster.discovery.method is explicit.'
    return {
      check,
      verdict: 'not_checked',
      message,
      hint: 'Set it to mdns to find other harombes by themselves.',
    }
  }
  const { bindError, links, others } = multicast
  if (bindError !== null) {
    const taken = bindError === 'EADDRINUSE'
    return {
      check,
      verdict: 'problem',
      message: taken
        ? 'Another program keeps UDP port 5353 for itself.'
        : `UDP port 5353 cannot be used (${bindError}).`,
      hint: taken
        ? 'Find it with `ss -lunp` or `netstat`, and let it share the port or end it.'
        : 'Nodes can be added by address.',
    }
  }
  if (links.length === 0)
    return { check, verdict: 'not_checked', message: 'There is no network to try it on.' }
  const troubles = links.map(linkTrouble)
  const said = troubles.filter(trouble => trouble !== null)
  if (said.length > 0) {
    return {
      check,
      verdict: said.length === links.length ? 'problem' : 'warning',
      message: `Multicast is blocked: ${list(said)}.`,
      hint: 'Look at the firewall of this machine (UDP port 5353), and for VPN programs that take over the network.',
    }
  }
  if (others > 0) {
    const who = others === 1 ? 'one other machine answers' : `${others} other machines answer`
    return { check, verdict: 'ok', message: `Multicast works, and ${who}.` }
  }
  return {
    check,
    verdict: 'warning',
    message: 'Multicast leaves this machine and comes back to it, but nobody else answers.',
    hint: 'Guest networks and some access points keep machines apart ("client isolation", "multicast filter"), and firewalls of the others may drop it. Nodes can always be added by address.',
  }
}

function judgePermission({ platform, multicast, nodes, interfaces }: NetworkFacts): NetworkFinding[] {
  if (platform !== 'darwin') return []
  const check = 'permission'
  const isRefused =
    multicast?.links.some(({ sendError }) => isPermission(sendError)) ||
    nodes.some(
      ({ connectError, addresses }) =>
        isPermission(connectError) && addresses.some(address => isOnLink(address, interfaces)),
    )
  const hasTried = nodes.length > 0 || (multicast?.links.length ?? 0) > 0
  if (!hasTried) return [{ check, verdict: 'not_checked', message: 'There was nothing to try it with.' }]
  if (!isRefused) return [{ check, verdict: 'ok', message: 'macOS lets harombe use the local network.' }]
  return [
    {
      check,
      verdict: 'problem',
      message: 'macOS keeps harombe from the local network, although there is a way to it.',
      hint: 'System Settings › Privacy & Security › Local Network: switch harombe (or the terminal it runs in) on.',
    },
  ]
}

function firewallHint(firewall: FirewallFact, port: number | null): string {
  const own = port === null ? '' : ` and TCP port ${port} for others to ask this machine`
  switch (firewall.name) {
    case 'ufw':
      return `If nothing is found: sudo ufw allow 5353/udp${port === null ? '' : `; for others to ask this machine: sudo ufw allow ${port}/tcp`}`
    case 'firewalld':
      return `If nothing is found: sudo firewall-cmd --permanent --add-service=mdns${port === null ? '' : `, and --add-port=${port}/tcp for others to ask this machine`}; then sudo firewall-cmd --reload`
    case 'Windows':
      return 'Settings › Network & internet › Properties: choose "Private network" for a network of your own.'
    default:
      return `If nothing is found, allow UDP port 5353${own}.`
  }
}

function judgeFirewall({ firewall, listener }: NetworkFacts): NetworkFinding {
  const check = 'firewall'
  if (firewall === null) {
    return { check, verdict: 'not_checked', message: 'No firewall was found that says whether it is on.' }
  }
  const { name, state, isPublic } = firewall
  if (isPublic === true) {
    const message = 'Windows takes this for a public network and lets nobody in.'
    return { check, verdict: 'warning', message, hint: firewallHint(firewall, null) }
  }
  if (state === 'inactive' || name === 'Windows') {
    const message =
      name === 'Windows' ? 'Windows takes this for a network of your own.' : `The firewall (${name}) is off.`
    return { check, verdict: 'ok', message }
  }
  const port = listener === null || listener.isLoopback ? null : listener.port
  return {
    check,
    verdict: 'warning',
    message: `A firewall is on (${name}); what it lets through only an administrator may see.`,
    hint: firewallHint(firewall, port),
  }
}

const isLocal = (address: string) => address.startsWith('127.') || address === '::1'
const isPrivate = (address: string) =>
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)/.test(address)

function judgeSubnet({ nodes, interfaces }: NetworkFacts): NetworkFinding[] {
  const lost = nodes.filter(
    ({ connectMs, addresses }) =>
      connectMs === null &&
      addresses.length > 0 &&
      addresses.every(address => isPrivate(address) && !isOnLink(address, interfaces)),
  )
  const [first] = lost
  if (first === undefined) return []
  const own = list(interfaces.map(({ address, prefix }) => `${address}/${prefix}`)) || 'no network'
  return [
    {
      check: 'subnet',
      verdict: 'warning',
      message: `${list(lost.map(({ name, addresses }) => `${name} (${addresses[0] ?? ''})`))}: no network of this machine (${own}) holds that address.`,
      hint: 'Is one of the machines in a guest network, behind a second router or in a VPN? Or did its address change?',
    },
  ]
}

const connectHints: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: [
    'the machine answers, but nothing listens on that port',
    'Is its server running, and does it listen on more than its own loopback address?',
  ],
  TIMEOUT: ['nobody answers', 'Is the machine awake? A firewall that drops packets looks the same.'],
  EHOSTUNREACH: ['there is no way to it', 'Is the machine on, and in the same network?'],
  ENETUNREACH: ['there is no way to its network', 'Is this machine connected?'],
}

function judgeNode({ name, host, port, addresses, connectMs, connectError }: NodeFact): NetworkFinding {
  const check = 'nodes'
  if (addresses.length === 0) {
    return {
      check,
      verdict: 'problem',
      message: `${name}: the name ${host} leads nowhere.`,
      hint: 'Write its address instead, or correct the name.',
    }
  }
  const place = `${host}, port ${port}`
  if (connectMs !== null) {
    const isSlow = connectMs > slowMs && !addresses.every(isLocal)
    const message = `${name}: ${place} answers in ${Math.round(connectMs)} ms.`
    return isSlow
      ? { check, verdict: 'warning', message, hint: 'That is slow for a network at home.' }
      : { check, verdict: 'ok', message }
  }
  const [reason, hint] = connectHints[connectError ?? ''] ?? [connectError ?? 'nobody answers', undefined]
  return {
    check,
    verdict: 'problem',
    message: `${name}: ${place}: ${reason}.`,
    ...(hint === undefined ? {} : { hint }),
  }
}

/** What a person who wonders why nobody is found should know, the widest first. */
export function judgeNetwork(facts: NetworkFacts): NetworkFinding[] {
  return [
    judgeInterfaces(facts),
    judgeListener(facts),
    judgeMulticast(facts),
    ...judgePermission(facts),
    judgeFirewall(facts),
    ...judgeSubnet(facts),
    ...facts.nodes.map(judgeNode),
  ]
}
