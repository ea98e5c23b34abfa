import type { ClusterNode } from '../node'
import { checkNode } from './check-node'
import type { HealthDependencies, HealthPolicy } from './types'

/** How soon a node in doubt is looked at again: one that failed a check, or that answered one after having been away. */
const doubtfulIntervalMs = 1000
const jitter = 0.2

/** Nothing speaks against it, so that nobody needs to know everything anew. */
const isWell = ({ reachability, consecutiveFailures }: ClusterNode) =>
  reachability === 'up' && consecutiveFailures === 0

const isInDoubt = ({ reachability, consecutiveFailures, goodChecks }: ClusterNode) =>
  reachability === 'up' ? consecutiveFailures > 0 : goodChecks > 0

/** How long until the next look: ±20 %, so that neither many nodes nor many coordinators ask at the same moment. */
export function nextCheckDelay(node: ClusterNode, policy: HealthPolicy, random: number): number {
  const delay = policy.intervalMs * (1 - jitter + 2 * jitter * random)
  return isInDoubt(node) ? Math.min(delay, doubtfulIntervalMs) : delay
}

export interface HealthMonitor {
  /** Checks now and keeps checking until `unwatch`. */
  watch(node: ClusterNode): Promise<void>
  unwatch(node: ClusterNode): void
  /** Joins a check that is under way instead of starting a second one, unless that is one of the routine ones. */
  checkNow(node: ClusterNode): Promise<void>
  /** As `checkNow`, and once more where the node answers after having been away, so that it may be used at once. */
  confirm(node: ClusterNode): Promise<void>
  /** A check that begins now; one that is under way may be of another time, and is waited for. */
  checkAnew(node: ClusterNode): Promise<void>
  /** Within a second, without anybody waiting for it. */
  checkSoon(node: ClusterNode): void
  stop(): void
}

/** Watches every node on a timer of its own; the monitor owns all timers. */
export function createHealthMonitor(
  policy: () => HealthPolicy,
  dependencies: HealthDependencies,
  countsFaults: () => boolean,
  onChecked: (node: ClusterNode) => void,
): HealthMonitor {
  const { clock, random } = dependencies
  const timers = new Map<ClusterNode, { at: number; cancel(): void }>()
  const running = new Map<ClusterNode, { isRoutine: boolean; done: Promise<void> }>()

  function schedule(node: ClusterNode, delay = nextCheckDelay(node, policy(), random())): void {
    if (!timers.has(node)) return
    timers.get(node)?.cancel()
    const cancel = clock.after(delay, () => void check(node, isWell(node)))
    timers.set(node, { at: clock.monotonic() + delay, cancel })
  }

  function check(node: ClusterNode, isRoutine: boolean): Promise<void> {
    const current = running.get(node)
    if (current !== undefined) {
      if (isRoutine || !current.isRoutine) return current.done
      return current.done.then(() => (node.retired.signal.aborted ? undefined : check(node, false)))
    }
    const done = checkNode(node, policy(), dependencies, countsFaults, isRoutine).finally(() => {
      running.delete(node)
      schedule(node)
      if (!node.retired.signal.aborted) onChecked(node)
    })
    running.set(node, { isRoutine, done })
    return done
  }

  const checkNow = (node: ClusterNode) => check(node, false)

  return {
    watch(node) {
      timers.set(node, { at: Number.POSITIVE_INFINITY, cancel: () => undefined })
      return checkNow(node)
    },
    unwatch(node) {
      timers.get(node)?.cancel()
      timers.delete(node)
    },
    checkNow,
    async confirm(node) {
      await checkNow(node)
      if (node.reachability === 'down' && node.goodChecks > 0 && !node.retired.signal.aborted)
        await checkNow(node)
    },
    async checkAnew(node) {
      await running.get(node)?.done
      if (!node.retired.signal.aborted) await checkNow(node)
    },
    checkSoon(node) {
      const delay = Math.min(doubtfulIntervalMs, policy().intervalMs)
      const dueIn = (timers.get(node)?.at ?? 0) - clock.monotonic()
      // Never later than it was to be: failures that come one after the other must not put it off.
      if (!running.has(node) && dueIn > delay) schedule(node, delay)
    },
    stop() {
      for (const { cancel } of timers.values()) cancel()
      timers.clear()
    },
  }
}
