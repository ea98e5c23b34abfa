import type { Clock } from '../../../shared/clock'
import type { ActiveRequest, NodeHistoryColumns, NodeHistoryUpdate } from '../../../shared/entities'
import { createWaker, type Waker } from '../../../shared/waker'
import { createHistoryRing, type HistoryRows, historyFigures } from './history-ring'
import { createWorkMeter, type WorkMeter } from './work-meter'

export const stepMs = 5_000
export const spanMs = 15 * 60_000
/** A few more than fit the span: a gap takes a row too, and a reader may be a little behind. */
const capacity = spanMs / stepMs + 12
/** Without a look for so long this machine slept or stood still; charts show a gap. */
const gapMs = 3 * stepMs
/** The wall clock was set: all times are told anew. */
const setClockMs = 2_000

/** How a node stands at a moment. */
export interface HistoryReading {
  name: string
  /** False: it is away, and what it would be doing is not known. */
  isThere: boolean
  latencyMs: number | null
  active: number
  queued: number
  slots: number
  memoryBytes: number | null
}

export interface HistoryOptions<N extends object> {
  clock: Clock
  /** Milliseconds of a clock that goes on in sleep. */
  counting(): number
  /** All nodes, each with how it stands. */
  readings(): Iterable<readonly [N, HistoryReading]>
  running(): readonly Pick<ActiveRequest, 'id' | 'node' | 'tokens'>[]
  /** Undefined once there is none of that name. */
  find(name: string): N | undefined
}

export interface HistoryBook<N extends object> extends Pick<WorkMeter, 'busy' | 'failed' | 'ended'> {
  start(): void
  stop(): void
  forget(node: N): void
  /** All there is, then what comes; ends when the node is gone. Whoever is slow gets several moments at once. */
  watch(name: string, signal: AbortSignal): AsyncIterable<NodeHistoryUpdate>
  /** Of all nodes together. */
  readonly bytes: number
}

/** The last quarter of an hour of every node, from what is known anyway: nobody is asked anything for it. */
export function createHistoryBook<N extends object>(options: HistoryOptions<N>): HistoryBook<N> {
  const { clock, counting } = options
  const ring = createHistoryRing<N>(capacity)
  const meter = createWorkMeter()
  const watchers = new Set<Waker>()
  let cancel: (() => void) | null = null
  /** Passed since the start, sleep included; unlike the wall clock it only rises. */
  let elapsed = 0
  let seen = { monotonic: clock.monotonic(), counting: counting() }
  let startedAt = clock.wall()
  /** Rises when all times are to be told anew. */
  let telling = 0

  function passTime(): number {
    const now = { monotonic: clock.monotonic(), counting: counting() }
    const passed = Math.max(0, now.monotonic - seen.monotonic, now.counting - seen.counting)
    seen = now
    elapsed += passed
    if (Math.abs(clock.wall() - startedAt - elapsed) > setClockMs) {
      startedAt = clock.wall() - elapsed
      telling += 1
    }
    return passed
  }

  function look(): void {
    const passed = passTime()
    if (passed > gapMs) ring.begin(elapsed - stepMs)
    ring.begin(elapsed)
    const work = meter.take(options.running())
    for (const [node, reading] of options.readings()) {
      const done = work.get(reading.name)
      const { isThere, latencyMs, active, queued, slots, memoryBytes } = reading
      const errors = done?.errors ?? 0
      if (!isThere) {
        ring.set(node, { errors })
        continue
      }
      ring.set(node, {
        latencyMs,
        active: Math.max(active, done?.peak ?? 0),
        queued,
        slots,
        tokensPerSecond: passed === 0 ? null : ((done?.tokens ?? 0) * 1000) / passed,
        ttftMs: done?.ttftMs ?? null,
        memoryBytes,
        errors,
      })
    }
    for (const watcher of watchers) watcher.wake()
  }

  function tick(): void {
    cancel = clock.after(stepMs, tick)
    look()
  }

  /** Four digits are more than a chart shows, and a fraction of the bytes. */
  const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(4)))

  function columnsOf({ times, columns }: HistoryRows): NodeHistoryColumns {
    const figures = historyFigures.map(figure => [figure, columns[figure].map(rounded)] as const)
    const at = times.map(time => Math.max(0, Math.round(startedAt + time)))
    return {
      at,
      ...(Object.fromEntries(figures) as Record<(typeof historyFigures)[number], (number | null)[]>),
    }
  }

  return {
    busy: meter.busy,
    failed: meter.failed,
    ended: meter.ended,
    start() {
      if (cancel !== null) return
      passTime()
      cancel = clock.after(stepMs, tick)
    },
    stop() {
      cancel?.()
      cancel = null
      for (const watcher of watchers) watcher.wake()
    },
    forget(node) {
      ring.forget(node)
      for (const watcher of watchers) watcher.wake()
    },
    async *watch(name, signal) {
      const watcher = createWaker()
      watchers.add(watcher)
      signal.addEventListener('abort', watcher.wake, { once: true })
      let node: N | undefined
      let told = -1
      let from = 0
      try {
        while (!signal.aborted) {
          const current = options.find(name)
          if (current === undefined) return
          const isWhole = current !== node || told !== telling || from < ring.oldest
          if (isWhole) {
            node = current
            told = telling
            const rows = ring.read(current, 0, elapsed - spanMs)
            from = rows.next
            yield { type: 'whole', stepMs, spanMs, columns: columnsOf(rows) }
          } else if (from < ring.next) {
            const rows = ring.read(current, from, elapsed - spanMs)
            from = rows.next
            yield { type: 'appended', columns: columnsOf(rows) }
          } else await watcher.woken()
        }
      } finally {
        watchers.delete(watcher)
        signal.removeEventListener('abort', watcher.wake)
      }
    },
    get bytes() {
      return ring.bytes
    },
  }
}
