import { backoffDelay } from '../shared/backoff'
import type { ApprovalRequest, ClusterView } from '../shared/entities'
import { hasCode, isHarombeError } from '../shared/errors'
import { pause } from '../shared/pause'
import type { Translate } from '../shared/texts/translator'
import type { CoordinatorLink } from './coordinator'
import type { Log } from './log'

/** What the tray and the menu show; `view` is null until the first one arrives and again when the link is lost. */
export interface HostState {
  view: ClusterView | null
  /** Calls of tools that wait for a person, oldest first. */
  approvals: readonly ApprovalRequest[]
  endpoint: string | null
  canOpenInBrowser: boolean
  /** Why there is no coordinator, for people; null when all is well or it is only starting. */
  problem: { message: string; hint: string | null } | null
}

export interface CoordinatorHostOptions {
  startOwn(): Promise<CoordinatorLink>
  /** Joins the coordinator that holds the data directory; null when it tells no address. */
  joinRunning(): Promise<CoordinatorLink | null>
  t: Translate
  log: Log
  /** Pause before the next attempt, ms, by number of failed attempts so far (1 first). */
  retryDelayMs?(failures: number): number
}

export interface CoordinatorHost {
  /** Begins looking; returns at once. */
  start(): void
  /** The link as soon as there is one. Rejects once stopped. */
  link(): Promise<CoordinatorLink>
  current(): CoordinatorLink | null
  subscribe(listener: (state: HostState) => void): () => void
  /** Runs with every link, also the one there is; the signal fires when it is lost or given up. */
  onLink(listener: (link: CoordinatorLink, signal: AbortSignal) => void): void
  /** Idempotent. Resolves when the coordinator has stopped and given back its lock. */
  stop(): Promise<void>
}

/** A holder that is just starting or ending refuses for a moment; that is not worth a word to the user. */
const quietFailures = 4
const defaultRetryDelayMs = (failures: number) => backoffDelay(failures - 1, Math.random)

/**
 * Keeps exactly one link to a coordinator: an own one where the data directory is free, otherwise the one that holds it;
 * when that one goes away this process takes its place. Windows wait on `link()` and never see an attempt fail.
 */
export function createCoordinatorHost(options: CoordinatorHostOptions): CoordinatorHost {
  const { t, log, retryDelayMs = defaultRetryDelayMs } = options
  const listeners = new Set<(state: HostState) => void>()
  const linkListeners = new Set<(link: CoordinatorLink, signal: AbortSignal) => void>()
  const stopping = new AbortController()
  let held: { link: CoordinatorLink; lost: AbortController } | null = null
  let state: HostState = {
    view: null,
    approvals: [],
    endpoint: null,
    canOpenInBrowser: false,
    problem: null,
  }
  let waiting = Promise.withResolvers<CoordinatorLink>()
  let running: Promise<void> | null = null

  const update = (change: Partial<HostState>) => {
    state = { ...state, ...change }
    for (const listener of listeners) listener(state)
  }

  async function attempt(): Promise<CoordinatorLink> {
    try {
      return await options.startOwn()
    } catch (error) {
      if (!hasCode(error, 'LOCKED')) throw error
      const joined = await options.joinRunning()
      if (joined === null) throw error
      log.info({ endpoint: joined.endpoint }, 'joined the coordinator that holds the data directory')
      return joined
    }
  }

  /** Resolves when the link is lost or the host stops; at once when it already did while the link was being made. */
  function untilOver(link: CoordinatorLink): Promise<void> {
    return new Promise(resolve => {
      link.onLost(resolve)
      stopping.signal.addEventListener('abort', () => resolve(), { once: true })
      if (stopping.signal.aborted) resolve()
    })
  }

  async function hold(link: CoordinatorLink): Promise<void> {
    const lost = new AbortController()
    held = { link, lost }
    update({ endpoint: link.endpoint, canOpenInBrowser: link.mintBrowserUrl !== null, problem: null })
    const leaves = [
      link.subscribeCluster(view => update({ view })),
      link.subscribeApprovals(approvals => update({ approvals })),
    ]
    for (const listener of linkListeners) listener(link, lost.signal)
    waiting.resolve(link)
    await untilOver(link)
    lost.abort()
    for (const leave of leaves) leave()
    held = null
    waiting = Promise.withResolvers()
    // Nobody may be waiting when it is rejected at the end.
    waiting.promise.catch(() => undefined)
    update({ view: null, approvals: [], endpoint: null, canOpenInBrowser: false })
    await link.close().catch(error => log.error({ err: error }, 'the coordinator did not stop cleanly'))
  }

  function report(error: unknown, failures: number): void {
    log.error({ err: error, failures }, 'the coordinator did not start')
    if (!isHarombeError(error)) {
      update({ problem: { message: t('desktop.problem.notStarted'), hint: t('desktop.problem.seeLog') } })
    } else if (!error.retryable || failures >= quietFailures) {
      update({ problem: { message: error.message, hint: error.hint ?? null } })
    }
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        const made = await attempt()
        failures = 0
        await hold(made)
        // One that accepts and hangs up at once must not make this a busy loop.
        await pause(retryDelayMs(1), stopping.signal)
      } catch (error) {
        failures += 1
        report(error, failures)
        await pause(retryDelayMs(failures), stopping.signal)
      }
    }
  }

  waiting.promise.catch(() => undefined)
  return {
    start() {
      running ??= run()
    },
    link: () => waiting.promise,
    current: () => held?.link ?? null,
    onLink(listener) {
      linkListeners.add(listener)
      if (held !== null) listener(held.link, held.lost.signal)
    },
    subscribe(listener) {
      listeners.add(listener)
      listener(state)
      return () => listeners.delete(listener)
    },
    async stop() {
      stopping.abort()
      await running
      waiting.reject(new Error('The desktop host has stopped.'))
    },
  }
}
