import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { ClusterView } from '../shared/entities'
import { hasCode, isHarombeError } from '../shared/errors'
import type { CoordinatorLink } from './coordinator'
import type { Log } from './log'

const lockHolder = z.object({ endpoint: z.string().min(1), token: z.string().min(1) })

/** What the tray and the menu show; `view` is null until the first one arrives and again when the link is lost. */
export interface HostState {
  view: ClusterView | null
  endpoint: string | null
  canOpenInBrowser: boolean
  /** Why there is no coordinator, for people; null when all is well or it is only starting. */
  problem: string | null
}

export interface CoordinatorHostOptions {
  startOwn(): Promise<CoordinatorLink>
  connectToRunning(endpoint: string, token: string): Promise<CoordinatorLink>
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
  /** Idempotent. Resolves when the coordinator has stopped and given back its lock. */
  stop(): Promise<void>
}

const defaultRetryDelayMs = (failures: number) => Math.min(250 * 2 ** (failures - 1), 5_000)

/**
 * Keeps exactly one link to a coordinator: an own one where the data directory is free, otherwise the one that holds it;
 * when that one goes away this process takes its place. Windows wait on `link()` and never see an attempt fail.
 */
export function createCoordinatorHost(options: CoordinatorHostOptions): CoordinatorHost {
  const { log, retryDelayMs = defaultRetryDelayMs } = options
  const listeners = new Set<(state: HostState) => void>()
  const stopping = new AbortController()
  let state: HostState = { view: null, endpoint: null, canOpenInBrowser: false, problem: null }
  let link: CoordinatorLink | null = null
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
      const holder = hasCode(error, 'LOCKED') ? lockHolder.safeParse(error.data) : null
      if (holder?.success !== true) throw error
      log.info({ endpoint: holder.data.endpoint }, 'another coordinator holds the data directory')
      return await options.connectToRunning(holder.data.endpoint, holder.data.token)
    }
  }

  async function hold(next: CoordinatorLink): Promise<void> {
    const lost = Promise.withResolvers<void>()
    const stopped = () => lost.resolve()
    stopping.signal.addEventListener('abort', stopped, { once: true })
    next.onLost(() => lost.resolve())
    link = next
    update({ endpoint: next.endpoint, canOpenInBrowser: next.mintBrowserUrl !== null, problem: null })
    const unsubscribe = next.subscribeCluster(view => update({ view }))
    waiting.resolve(next)
    await lost.promise
    stopping.signal.removeEventListener('abort', stopped)
    unsubscribe()
    link = null
    waiting = Promise.withResolvers()
    waiting.promise.catch(() => undefined)
    update({ view: null, endpoint: null, canOpenInBrowser: false })
    await next.close()
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        const next = await attempt()
        failures = 0
        await hold(next)
      } catch (error) {
        failures += 1
        log.error({ err: error }, 'the coordinator did not start')
        update({
          problem: isHarombeError(error) ? error.message : 'The coordinator could not start; see the log.',
        })
        await delay(retryDelayMs(failures), undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  waiting.promise.catch(() => undefined)
  return {
    start() {
      running ??= run()
    },
    link: () => waiting.promise,
    current: () => link,
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
