import type { Clock } from '../../../shared/clock'
import { noSignals, type RouteShift, type RoutingSignal, type SignalKind } from '../../../shared/entities'
import { createLatestWatchers } from '../../../shared/latest-watchers'
import { maxShift } from '../classification/operating-point'
import { shiftOf } from './shift-of'
import { mostSignals, type SignalFile } from './signal-file'
import { keyOf, type SignalFamily, signalKey } from './signal-key'
import type { NewSignal } from './signals'

/** What was learnt, for whoever shows it. */
export interface LearntState {
  shift: RouteShift
  bound: number
  signals: Record<SignalKind, number>
  since: number | null
  problem: string | null
}

/** What the user did about where questions went, and what follows from it. */
export interface RoutingLearning {
  /** To be added to the classifier's log-odds; nothing while learning is off. */
  shift(): RouteShift
  /** What is kept about a message. */
  find(family: SignalFamily, message: string): RoutingSignal | null
  /** Keeps a signal instead of an earlier one about the same thing. Nothing while learning is off. */
  note(signal: NewSignal): void
  /** The user took it back. Nothing while learning is off: what is kept then stays. */
  takeBack(family: SignalFamily, message: string): void
  state(): LearntState
  /** In the order in which they were first given. */
  signals(): readonly RoutingSignal[]
  /** Forgets everything, also while learning is off. @returns how many signals */
  reset(): number
  /** To be called when it may have been switched on or off. */
  settingsChanged(): void
  /** What `read` returns, now and after every change; a slow watcher gets the newest only. */
  watch<T>(read: () => T, signal: AbortSignal): AsyncIterable<T>
  /** Writes what is still to be written and ends every watch. */
  close(): Promise<void>
}

export interface RoutingLearningOptions {
  clock: Pick<Clock, 'wall'>
  /** Null keeps everything in memory. */
  file: SignalFile | null
  /** cluster.routing.learn */
  isOn(): boolean
  /** False: what was learnt is used, and nothing is added to it. */
  records: boolean
}

/** Age changes the shift by a thousandth a day; every request asks for it. */
const freshMs = 60_000

const noShift: RouteShift = [0, 0]

/** A command in a loop names a tier thousands of times, which soon adds nothing: it must not push out what was said by hand. */
function leastMissed(kept: ReadonlyMap<string, RoutingSignal>): string {
  let oldest: string | null = null
  for (const [key, { kind }] of kept) {
    if (kind === 'forced') return key
    oldest ??= key
  }
  return oldest ?? ''
}

export function createRoutingLearning({
  clock,
  file,
  isOn,
  records,
}: RoutingLearningOptions): RoutingLearning {
  const kept = new Map<string, RoutingSignal>()
  for (const signal of file?.kept ?? []) kept.set(signalKey(signal), signal)
  const watchers = createLatestWatchers()
  let worked: { shift: RouteShift; at: number } | null = null
  file?.onProblem(watchers.changed)

  const all = () => [...kept.values()]
  const changed = () => {
    worked = null
    file?.save(all)
    watchers.changed()
  }
  const mayChange = () => records && isOn()

  function shift(): RouteShift {
    if (!isOn() || kept.size === 0) return noShift
    const now = clock.wall()
    if (worked === null || Math.abs(now - worked.at) > freshMs)
      worked = { shift: shiftOf(all(), now), at: now }
    return worked.shift
  }

  return {
    shift,
    find: (family, message) => kept.get(keyOf(family, message)) ?? null,
    note(signal) {
      if (!mayChange()) return
      kept.set(signalKey(signal), { ...signal, at: Math.max(0, Math.round(clock.wall())) })
      while (kept.size > mostSignals) kept.delete(leastMissed(kept))
      changed()
    },
    takeBack(family, message) {
      if (mayChange() && kept.delete(keyOf(family, message))) changed()
    },
    state() {
      const counts = { ...noSignals }
      let since: number | null = null
      for (const { kind, at } of kept.values()) {
        counts[kind] += 1
        since = Math.min(since ?? at, at)
      }
      return { shift: shift(), bound: maxShift, signals: counts, since, problem: file?.problem() ?? null }
    },
    signals: all,
    reset() {
      const removed = kept.size
      kept.clear()
      if (removed > 0) changed()
      return removed
    },
    settingsChanged: watchers.changed,
    watch: watchers.watch,
    async close() {
      watchers.stop()
      await file?.close()
    },
  }
}
