import { randomBytes } from 'node:crypto'
import type { NetworkInterfaceInfo } from 'node:os'
import type { NetworkFinding } from '../../../../shared/entities'
import { runCommand } from '../../../hardware/run-command'
import { within } from '../../../hardware/within'
import { isContainerInterface, linksOf } from '../addresses'
import { checkMulticast } from './check-multicast'
import { checkNode, type NodePlace } from './check-node'
import type { InterfaceFact, NetworkFacts } from './facts'
import { readFirewall, readTextFile } from './firewall'
import { judgeNetwork } from './judge'

export interface DiagnosisOptions {
  readInterfaces(): NodeJS.Dict<NetworkInterfaceInfo[]>
  lookup(name: string): Promise<string[]>
  listener(): NetworkFacts['listener']
  /** Whether the file asks for mDNS: otherwise no packet is sent that nobody wanted. */
  usesMulticast(): boolean
  /** Nodes on other machines. */
  nodes(): readonly NodePlace[]
  /** Default 5353; another one only where nobody else is to be met. */
  port?: number | undefined
}

/** All of it. A person waits. */
const totalMs = 5_000
const multicastMs = 1_500
const connectMs = 2_000
/** Names that lead nowhere can take long to be found to. */
const nodeMs = 4_500
const mostNodes = 64

const tunnelNames = /^(?:tun|tap|wg|utun|tailscale|zt|ppp|ipsec|gif)/

export function interfaceFacts(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): InterfaceFact[] {
  return Object.entries(interfaces).flatMap(([name, entries = []]) =>
    entries
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address, cidr }) => ({
        name,
        address,
        prefix: Number(cidr?.split('/')[1] ?? 32),
        kind: isContainerInterface(name)
          ? ('container' as const)
          : tunnelNames.test(name)
            ? ('tunnel' as const)
            : ('network' as const),
      })),
  )
}

/** Looks at the network from here, for at most about five seconds. Never rejects; what took too long counts as not found out. */
export async function diagnoseNetwork(
  options: DiagnosisOptions,
  signal: AbortSignal,
): Promise<NetworkFinding[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(totalMs)])
  const interfaces = options.readInterfaces()
  const { platform } = process
  const { port, lookup } = options
  const monotonic = () => performance.now()

  const nodeFact = async (place: NodePlace) => {
    const known = await within(nodeMs, limit, () =>
      checkNode(place, { lookup, timeoutMs: connectMs, monotonic }, limit),
    )
    if (known.status === 'ok') return known.value
    return { ...place, addresses: [], connectMs: null, connectError: 'TIMEOUT' }
  }
  const mark = `harombe-check-${randomBytes(6).toString('hex')}`
  const [multicast, firewall, nodes] = await Promise.all([
    options.usesMulticast()
      ? checkMulticast({ links: linksOf(interfaces), mark, port, patienceMs: multicastMs }, limit)
      : null,
    readFirewall({ platform, runCommand, readText: readTextFile }, limit),
    Promise.all(options.nodes().slice(0, mostNodes).map(nodeFact)),
  ])
  return judgeNetwork({
    platform,
    listener: options.listener(),
    interfaces: interfaceFacts(interfaces),
    multicast,
    firewall,
    nodes,
  })
}
