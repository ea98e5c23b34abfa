import type { NetworkInterfaceInfo } from 'node:os'
import type { Clock } from '../../../shared/clock'
import type { DiscoveredNode, DiscoveryState, NetworkFinding } from '../../../shared/entities'
import { sameJson } from '../../../shared/same-json'
import { createWaker, type Waker } from '../../../shared/waker'
import { createAdoption, type DiscoveredSpec, type LearntId } from './adoption'
import { type Browser, createBrowser } from './browser'
import type { Candidate } from './candidates'
import { createHostNames } from './host-names'
import { findKnown, type KnownNode, namesToResolve, type Surroundings } from './known-nodes'
import { findLookalike } from './names'
import type { Announcement } from './responder'
import type { DiscoverySettings } from './settings'
import type { Discovery } from './types'

/** Where others reach this harombe; null when they cannot. */
export type ListenerPlace = Pick<Announcement, 'port' | 'secure' | 'reach'>

export interface DiscoveryOptions {
  clock: Clock
  random(): number
  readInterfaces(): NodeJS.Dict<NetworkInterfaceInfo[]>
  /** Addresses of a host name; may reject. */
  lookup(name: string): Promise<string[]>
  /** Of this installation: random, the same after a restart. Asked for when it is needed. */
  id(): string
  version: string
  listener(): ListenerPlace | null
  /** Nodes of the cluster, as they stand. */
  nodes(): readonly KnownNode[]
  hasToken(node: string): boolean
  /** Whether a harombe answers there that takes questions without a token. Never rejects. */
  probe(url: string, signal: AbortSignal): Promise<boolean>
  diagnose(signal: AbortSignal): Promise<NetworkFinding[]>
  /** Which nodes are used, or where they are, changed. */
  onNodesChanged(): void
  onMoved(node: string, url: string): void
  learnt?: { read(): Iterable<readonly [string, LearntId]>; write(ids: ReadonlyMap<string, LearntId>): void }
  port?: number | undefined
}

export interface DiscoveryService extends Omit<Discovery, 'lookAround'> {
  /** Takes over what the file says now. */
  configure(settings: DiscoverySettings): void
  /** Nodes that are used because they were found; no name is one of those taken (lower case). */
  specs(taken: ReadonlySet<string>): DiscoveredSpec[]
  /** Where a node of the file is for now; the address it has in the file when it did not move. */
  placeOf(node: string, url: string): string
  /** The networks may have changed, or the machine slept. */
  wokeUp(): void
  /** Says goodbye and closes every socket. */
  stop(): Promise<void>
}

const off: DiscoveryState = { state: 'off', problem: null, announcing: false, nodes: [] }
const lookIntervalMs = 10_000

export function createDiscovery(options: DiscoveryOptions): DiscoveryService {
  const { clock } = options
  const lifetime = new AbortController()
  const watchers = new Set<Waker>()
  let settings: DiscoverySettings | null = null
  let browser: Browser | null = null
  let closing: Promise<void> = Promise.resolve()
  let state = off
  let cancelLook: (() => void) | null = null
  let savedIds: string | null = null

  const adoption = createAdoption(
    {
      clock,
      probe: url => options.probe(url, lifetime.signal),
      hasToken: options.hasToken,
      onChanged: options.onNodesChanged,
      onProbed: () => review(),
      onMoved: options.onMoved,
    },
    options.learnt?.read(),
  )
  const hostNames = createHostNames({ clock, lookup: options.lookup }, () => review())

  function surroundings(): Surroundings {
    const nodes = options.nodes()
    // Nobody is asked for names while there is nothing to compare them with.
    const names = browser?.shown().size ? namesToResolve(nodes) : []
    return {
      nodes,
      hosts: hostNames.resolved(names),
      ownAddresses: browser?.ownAddresses() ?? new Set(),
    }
  }

  function viewOf(instance: string, candidate: Candidate, around: Surroundings): DiscoveredNode {
    const { name, url, tier, model } = candidate
    const age = clock.monotonic() - (browser?.seenAt(instance) ?? clock.monotonic())
    const known = findKnown(candidate, around)
    const moved = adoption.movedFrom(candidate, around)
    const lookalike =
      known === null
        ? findLookalike(
            name,
            around.nodes.map(node => node.name),
          )
        : undefined
    return {
      // Instances differ within the service, and are at most 63 bytes of whatever was sent: never shown as they are.
      id: Buffer.from(instance).toString('base64url'),
      name,
      url,
      tier,
      model,
      seenAt: Math.round(clock.wall() - age),
      knownAs: known?.name ?? null,
      ...(lookalike === undefined ? {} : { looksLike: lookalike }),
      ...(moved === null ? {} : { movedFrom: moved.name }),
    }
  }

  function project(): DiscoveryState {
    if (settings?.method !== 'mdns') return off
    if (settings.service === null) {
      const problem = 'cluster.discovery.mdns_service is no name of a service on this network.'
      return { ...off, state: 'failed', problem }
    }
    if (browser === null) return off
    const around = surroundings()
    const problem = browser.problem()
    return {
      state: problem === null ? 'running' : 'failed',
      problem,
      announcing: browser.isAnnouncing() && problem === null,
      nodes: [...browser.shown()].map(([instance, candidate]) => viewOf(instance, candidate, around)),
    }
  }

  function review(): void {
    if (lifetime.signal.aborted) return
    const isWanted = settings?.method === 'mdns' && settings.useDiscovered
    adoption.review(browser?.shown() ?? new Map(), { ...surroundings(), isWanted })
    saveIds()
    publish()
  }

  function saveIds(): void {
    const ids = adoption.ids()
    const mark = JSON.stringify([...ids])
    // What was read is not worth writing again.
    if (savedIds !== null && mark !== savedIds) options.learnt?.write(ids)
    savedIds = mark
  }

  const withoutTimes = ({ nodes, ...rest }: DiscoveryState) => ({
    ...rest,
    nodes: nodes.map(({ seenAt: _seenAt, ...node }) => node),
  })

  function publish(): void {
    const next = project()
    const isSame = sameJson(withoutTimes(state), withoutTimes(next))
    state = next
    if (!isSame) for (const { wake } of watchers) wake()
  }

  function startBrowser(service: string): void {
    browser = createBrowser({
      clock,
      random: options.random,
      readInterfaces: options.readInterfaces,
      service,
      id: options.id(),
      port: options.port,
      onChanged: review,
    })
    look()
  }

  /** Statuses of nodes change without a word to us; every few seconds is soon enough for what hangs on them. */
  function look(): void {
    cancelLook?.()
    if (browser === null) return
    cancelLook = clock.after(lookIntervalMs, look)
    browser.announce(settings?.announce === true ? announced() : null)
    review()
  }

  function announced() {
    const place = options.listener()
    return place && { ...place, version: options.version }
  }

  function stopBrowser(): void {
    cancelLook?.()
    cancelLook = null
    const ended = browser
    browser = null
    if (ended === null) return
    const before = closing
    closing = ended.stop().then(() => before)
  }

  return {
    current: () => (state = project()),
    async *watch(signal) {
      const waker = createWaker()
      signal.addEventListener('abort', waker.wake, { once: true })
      watchers.add(waker)
      try {
        while (!signal.aborted) {
          yield project()
          await waker.woken()
        }
      } finally {
        watchers.delete(waker)
        signal.removeEventListener('abort', waker.wake)
      }
    },
    diagnose: options.diagnose,
    configure(next) {
      if (lifetime.signal.aborted) return
      const before = settings
      settings = next
      const service = next.method === 'mdns' ? next.service : null
      const running = before?.method === 'mdns' ? before.service : null
      if (service !== running) stopBrowser()
      if (service !== null && browser === null) startBrowser(service)
      else look()
      review()
    },
    specs: adoption.specs,
    placeOf(node, url) {
      const move = adoption.moves().get(node)
      return move?.from === url ? move.to : url
    },
    wokeUp: () => browser?.wokeUp(),
    async stop() {
      lifetime.abort()
      stopBrowser()
      await closing
      for (const { wake } of watchers) wake()
    },
  }
}
