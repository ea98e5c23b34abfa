import type { Clock } from '../../../shared/clock'
import { isHarombeError } from '../../../shared/errors'
import type { ModelHost } from '../capability-knowledge'
import { declarationOf, type LearntBook } from './learnt-book'

export interface DescriberOptions {
  clock: Clock
  book: LearntBook
  hosts(): readonly ModelHost[]
  host(node: string): ModelHost | null
  /** Servers are asked only once somebody waits to know: for a program that runs one command. */
  onDemand?: boolean | undefined
  /** Logs what nobody expected. */
  reportUnknown(error: unknown): void
}

export interface Describer {
  /** To be called after every check of a node: asks its server for what it says of models that nothing is known of. */
  hostChecked(host: ModelHost): void
  /** Resolves when nothing is being asked any more, after a few seconds, or when the signal fires. Never rejects. */
  settled(signal: AbortSignal): Promise<void>
  stop(): void
}

const atOnce = 2
const budgetMs = 15_000
/** A server that did not answer is left alone for so long. */
const pauseMs = 5 * 60_000
const maxPaused = 5_000
/** A person waits for what is being found out, so not for a server that hangs. */
const patienceMs = 3_000

interface Job {
  node: string
  model: string
}

const keyOf = ({ node, model }: Job) => `${node}\n${model}`

/** Asks servers what their models can do, once for each, a few at a time over the whole cluster. No model is loaded by it. */
export function createDescriber({
  clock,
  book,
  hosts,
  host,
  onDemand = false,
  reportUnknown,
}: DescriberOptions): Describer {
  const waiting = new Map<string, Job>()
  const running = new Set<string>()
  /** Until when a model, or by its name alone a node, is not asked about again; monotonic. */
  const paused = new Map<string, number>()
  const listeners = new Set<() => void>()
  const lifetime = new AbortController()
  let isWanted = !onDemand
  const isIdle = () => waiting.size === 0 && running.size === 0

  function pauseFor(key: string): void {
    if (paused.size >= maxPaused) paused.clear()
    paused.set(key, clock.monotonic() + pauseMs)
  }

  /** A server that hangs on one model would hang on all of them, while those of other nodes wait. */
  function giveUp(node: string): void {
    pauseFor(node)
    for (const [key, job] of waiting) if (job.node === node) waiting.delete(key)
  }

  async function describe(job: Job): Promise<void> {
    const found = host(job.node)
    const client = found?.client ?? null
    if (found === null || client === null || !found.reachable) return
    const timeout = new AbortController()
    const cancel = clock.after(budgetMs, () => timeout.abort())
    const signal = AbortSignal.any([timeout.signal, found.retired, lifetime.signal])
    try {
      const details = await client.library.describe(job.model, { signal })
      const now = host(job.node)
      if (now !== null && !signal.aborted) book.learn(now, job.model, { declared: declarationOf(details) })
    } catch (error) {
      pauseFor(keyOf(job))
      if (timeout.signal.aborted) giveUp(job.node)
      if (!isHarombeError(error)) reportUnknown(error)
    } finally {
      cancel()
    }
  }

  function proceed(): void {
    while (isWanted && running.size < atOnce && !lifetime.signal.aborted) {
      const next = waiting.entries().next().value
      if (next === undefined) break
      const [key, job] = next
      waiting.delete(key)
      running.add(key)
      void describe(job).finally(() => {
        running.delete(key)
        proceed()
      })
    }
    if (isIdle()) for (const listener of [...listeners]) listener()
  }

  const isDue = (key: string) => !waiting.has(key) && !running.has(key) && !isPaused(key)

  function isPaused(key: string): boolean {
    const until = paused.get(key)
    if (until === undefined) return false
    if (until > clock.monotonic()) return true
    paused.delete(key)
    return false
  }

  return {
    hostChecked(checked) {
      const { spec, client, probe, reachable, defaultModel } = checked
      if (!reachable || client === null || probe === null || lifetime.signal.aborted) return
      if (isPaused(spec.name)) return
      // What is asked for next is most likely the default, then what is in memory.
      const loaded = probe.loaded?.map(({ name }) => name) ?? []
      const listed = new Set(probe.models.map(({ name }) => name))
      const wanted = new Set([defaultModel, ...loaded, ...listed].filter(name => listed.has(name)))
      // More than the book holds would push each other out, and be asked about for ever.
      const share = Math.floor(book.capacity / Math.max(1, hosts().length))
      for (const model of wanted.values().take(share)) {
        const job = { node: spec.name, model }
        if (isDue(keyOf(job)) && book.find(checked, model)?.declared == null) waiting.set(keyOf(job), job)
      }
      proceed()
    },
    settled(signal) {
      isWanted = true
      proceed()
      if (isIdle() || signal.aborted) return Promise.resolve()
      return new Promise(resolve => {
        const finish = () => {
          cancel()
          listeners.delete(finish)
          signal.removeEventListener('abort', finish)
          resolve()
        }
        const cancel = clock.after(patienceMs, finish)
        listeners.add(finish)
        signal.addEventListener('abort', finish, { once: true })
      })
    },
    stop() {
      lifetime.abort()
      waiting.clear()
      proceed()
    },
  }
}
