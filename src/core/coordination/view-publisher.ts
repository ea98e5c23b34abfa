import type { Clock } from '../../shared/clock'
import type { ClusterUpdate, ClusterView } from '../../shared/entities'
import { sameJson } from '../../shared/same-json'
import { createWaker, type Waker } from '../../shared/waker'

/** What only counts (tokens, latencies) goes out this often. */
const metricsIntervalMs = 1000
/** A change of state goes out at once, the next ones no sooner than this after it: requests come by the hundred a second. */
const stateIntervalMs = 50
/**
 * Looking at a thousand nodes takes 5–10 ms, and more while the machine is busy answering: all of it together may take a
 * tenth of the time, so the next look waits ten times as long as the last one took, but never longer than this.
 */
const restPerWork = 10
const longestIntervalMs = 1000
/** Requests go out all together, about 170 bytes each: a thousand of them four times a second at most. */
const restPerRequestMs = 0.25
/** A watcher this far behind gets one fresh snapshot instead of every patch. */
const maxBacklog = 32

export interface ViewPublisher {
  /** Something that a person must see now changed. Several calls in one turn of the event loop make one update. */
  stateChanged(): void
  /** Only figures changed. */
  metricsChanged(): void
  current(): ClusterView
  watch(signal: AbortSignal): AsyncIterable<ClusterUpdate>
  subscribe(listener: (view: ClusterView) => void): () => void
  stop(): void
}

/** What turns `before` into `after`, or null when nothing changed. */
export function diffViews(before: ClusterView, after: ClusterView, revision: number): ClusterUpdate | null {
  const known = new Map(before.nodes.map(node => [node.name, node]))
  const nodes = after.nodes.filter(node => !sameJson(known.get(node.name), node))
  const order = after.nodes.map(node => node.name)
  const orderChanged = !sameJson(
    order,
    before.nodes.map(node => node.name),
  )
  const fields = (
    ['requests', 'summary', 'configProblem', 'demoRunning', 'servingPaused', 'convergence'] as const
  ).filter(field => !sameJson(before[field], after[field]))
  if (nodes.length === 0 && !orderChanged && fields.length === 0) return null
  return {
    type: 'patch',
    revision,
    ...(nodes.length > 0 ? { nodes } : {}),
    ...(orderChanged ? { order } : {}),
    ...Object.fromEntries(fields.map(field => [field, after[field]])),
  }
}

interface Watcher extends Waker {
  backlog: ClusterUpdate[]
}

/** Turns "something changed" into a snapshot and patches for any number of watchers. Idle without them. */
export function createViewPublisher(project: () => ClusterView, clock: Clock): ViewPublisher {
  let view = project()
  let revision = 0
  let publishedAt = Number.NEGATIVE_INFINITY
  let intervalMs = stateIntervalMs
  let scheduled = false
  let cancelState: (() => void) | null = null
  let cancelMetrics: (() => void) | null = null
  let stopped = false
  const watchers = new Set<Watcher>()
  const listeners = new Set<(view: ClusterView) => void>()
  const isWatched = () => watchers.size > 0 || listeners.size > 0

  function look(): ClusterUpdate | null {
    const startedAt = clock.monotonic()
    const next = project()
    const update = diffViews(view, next, revision + 1)
    view = next
    publishedAt = clock.monotonic()
    const restMs = (publishedAt - startedAt) * restPerWork
    const wanted = Math.max(stateIntervalMs, restMs, next.requests.length * restPerRequestMs)
    intervalMs = Math.min(longestIntervalMs, wanted)
    return update
  }

  function publish(): void {
    const update = look()
    if (update === null) return
    revision += 1
    for (const watcher of watchers) {
      watcher.backlog.push(update)
      if (watcher.backlog.length > maxBacklog) watcher.backlog = [{ type: 'snapshot', revision, view }]
      watcher.wake()
    }
    for (const listener of listeners) listener(view)
  }

  return {
    stateChanged() {
      if (scheduled || stopped || !isWatched()) return
      scheduled = true
      const publishState = () => {
        scheduled = false
        publish()
      }
      const wait = publishedAt + intervalMs - clock.monotonic()
      if (wait > 0) cancelState = clock.after(wait, publishState)
      else queueMicrotask(publishState)
    },
    metricsChanged() {
      if (cancelMetrics !== null || stopped || !isWatched()) return
      cancelMetrics = clock.after(metricsIntervalMs, () => {
        cancelMetrics = null
        publish()
      })
    },
    current: project,
    async *watch(signal) {
      publish()
      const watcher: Watcher = { backlog: [{ type: 'snapshot', revision, view }], ...createWaker() }
      signal.addEventListener('abort', watcher.wake, { once: true })
      watchers.add(watcher)
      try {
        while (!signal.aborted) {
          const update = watcher.backlog.shift()
          if (update === undefined) await watcher.woken()
          else yield update
        }
      } finally {
        watchers.delete(watcher)
        signal.removeEventListener('abort', watcher.wake)
      }
    },
    subscribe(listener) {
      publish()
      listeners.add(listener)
      listener(view)
      return () => listeners.delete(listener)
    },
    stop() {
      stopped = true
      cancelState?.()
      cancelMetrics?.()
      cancelMetrics = null
    },
  }
}
