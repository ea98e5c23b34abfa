import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { Config } from '../shared/config/schema'
import type { DiscoveredNode, NodeView } from '../shared/entities'
import { pause } from '../shared/pause'
import type { ClusterManager } from './coordination/cluster-manager'
import {
  createDiscovery,
  type DiscoveryOptions,
  type DiscoveryService,
  type ListenerPlace,
} from './coordination/discovery/create-discovery'
import { diagnoseNetwork } from './coordination/discovery/doctor/diagnose'
import { openInstallation } from './coordination/discovery/installation'
import { hostOfUrl, isLoopback, portOfUrl } from './coordination/discovery/known-nodes'
import { discoverySettingsOf } from './coordination/discovery/settings'
import type { Discovery } from './coordination/discovery/types'
import type { CompositionOptions } from './coordinator-options'
import { isLoopbackHost, schemeOf } from './gateway/guard/listen-policy'
import type { ClientTarget, InferenceClient } from './inference/protocol'

/** How long a machine that announced itself may take to say that it is a harombe. */
const probePatienceMs = 3_000
/** The first question goes out at once and is repeated after a second: who is there has answered by then. */
const lookPatienceMs = 3_000

/** Where others reach a listener bound like this; null when only this machine does, or when a name does not tell. */
export function listenerPlace(server: Config['server'], endpoint: string | null): ListenerPlace | null {
  const host = server.host.replace(/^\[|\]$/g, '')
  const port = endpoint === null ? 0 : portOfUrl(endpoint)
  if (port === 0 || isLoopbackHost(host)) return null
  const secure = schemeOf(server) === 'https'
  if (host === '0.0.0.0') return { port, secure, reach: { kind: 'all4' } }
  if (host === '::') return { port, secure, reach: { kind: 'all' } }
  if (!isIPv4(host) && !isIPv6(host)) return null
  return { port, secure, reach: { kind: 'one', address: host } }
}

const addressesOf = async (name: string) => (await lookup(name, { all: true })).map(({ address }) => address)

function boundTo({ host }: Config['server'], endpoint: string | null) {
  if (endpoint === null) return null
  return { host, port: portOfUrl(endpoint), isLoopback: isLoopbackHost(host) }
}

/** Where a node on another machine is. */
function placeElsewhere({ name, url, origin, enabled }: NodeView) {
  const host = hostOfUrl(url)
  const isElsewhere = (origin === 'config' || origin === 'discovered') && host !== '' && !isLoopback(host)
  return enabled && isElsewhere ? [{ name, host, port: portOfUrl(url) }] : []
}

/** Asks without a token: one that wants a token is for the user to add, and no token of ours is for strangers. */
async function answersAsHarombe(
  createClient: (target: ClientTarget) => InferenceClient,
  baseUrl: string,
  signal: AbortSignal,
): Promise<boolean> {
  const client = createClient({ baseUrl, backend: 'harombe', token: undefined })
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(probePatienceMs)])
    const { models, version } = await client.probe({ signal: limit })
    return models.length > 0 || version !== null
  } catch {
    return false
  } finally {
    void client.close()
  }
}

export interface OwnDiscoveryParts {
  manager: ClusterManager
  createClient(target: ClientTarget): InferenceClient
  /** Which nodes are used, or where they are, changed. */
  onNodesChanged(): void
}

/** Other machines on this one's networks. Only who owns the data directory listens; a single command does not. */
export function createOwnDiscovery(
  options: CompositionOptions,
  { manager, createClient, onNodesChanged }: OwnDiscoveryParts,
): Omit<DiscoveryService, 'configure'> & Pick<Discovery, 'lookAround'> & { applyConfig(): void } {
  const { configFile, dataDirectory, overrides, log, endpoint } = options
  const config = () => configFile.current()
  const ownsData = options.mode === 'serve'
  // The listener is bound once; what the file says of it later is for the next start.
  const { server } = config()
  const bound = { ...server, host: overrides?.host ?? server.host }
  const installation = openInstallation({
    directory: dataDirectory,
    path: ownsData ? join(dataDirectory, 'discovery.json') : null,
    createId: () => randomBytes(10).toString('hex'),
    report: err => log.warn({ err }, 'what is known of other harombes could not be read or written'),
  })
  const parts: DiscoveryOptions = {
    clock: systemClock,
    random: Math.random,
    readInterfaces: networkInterfaces,
    lookup: addressesOf,
    id: installation.id,
    version: options.version,
    listener: () => listenerPlace(bound, endpoint()),
    nodes: () => manager.view().nodes,
    hasToken: name => config().cluster.nodes.find(node => node.name === name)?.auth_token !== undefined,
    probe: (url, signal) => answersAsHarombe(createClient, url, signal),
    diagnose: signal =>
      diagnoseNetwork(
        {
          readInterfaces: networkInterfaces,
          lookup: addressesOf,
          listener: () => boundTo(bound, endpoint()),
          usesMulticast: () => config().cluster.discovery.method === 'mdns',
          nodes: () => manager.view().nodes.flatMap(placeElsewhere),
        },
        signal,
      ),
    onNodesChanged,
    onMoved: (node, url) =>
      log.warn({ node, url }, 'a node answers at another address now and is used there'),
    learnt: installation,
  }
  const discovery = createDiscovery(parts)

  /** For one look: it adopts nobody and remembers nothing. */
  async function lookOnce(signal: AbortSignal): Promise<readonly DiscoveredNode[]> {
    const { learnt: _learnt, ...rest } = parts
    const once = createDiscovery({ ...rest, onNodesChanged: () => undefined })
    try {
      once.configure({
        ...discoverySettingsOf(config()),
        method: 'mdns',
        announce: false,
        useDiscovered: false,
      })
      await pause(lookPatienceMs, signal)
      return once.current().nodes
    } finally {
      await once.stop()
    }
  }

  const explicit = { method: 'explicit', service: null, announce: false, useDiscovered: false } as const
  return {
    ...discovery,
    async lookAround(signal) {
      if (discovery.current().state === 'off') return lookOnce(signal)
      // It may have been switched on a moment ago.
      await pause(lookPatienceMs, signal)
      return discovery.current().nodes
    },
    applyConfig: () => discovery.configure(ownsData ? discoverySettingsOf(config()) : explicit),
  }
}
