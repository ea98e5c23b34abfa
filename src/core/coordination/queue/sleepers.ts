import type { Clock } from '../../../shared/clock'
import type { ClusterNode } from '../node'

/** A machine needs about a minute to come up; calling it more often makes it no quicker. */
const callAgainMs = 60_000
/** One that is not there by then does not come. */
const comesUpWithinMs = 120_000

type Called = Pick<ClusterNode, 'spec' | 'reachability' | 'draining'>

/** Machines that are away and have an address to be woken by. */
export interface Sleepers {
  /** Their names and addresses; none where nobody may be called. */
  among(nodes: readonly Called[]): ReadonlyMap<string, string>
  /** Calls it, unless it was called within the last minute. @returns whether it may yet come up because of a call */
  call(asleep: ReadonlyMap<string, string>, name: string): boolean
}

/** @param wake sends the call; absent: this coordinator calls nobody */
export function createSleepers(
  clock: Clock,
  wake: ((node: { name: string; mac: string }) => void) | undefined,
): Sleepers {
  /** The first call of a row of calls, and the last. */
  const calls = new Map<string, { first: number; last: number }>()
  return {
    among(nodes) {
      const asleep = new Map<string, string>()
      if (wake === undefined) return asleep
      for (const { spec, reachability, draining } of nodes) {
        if (reachability === 'up') calls.delete(spec.name)
        if (spec.wakeMac === undefined || !spec.enabled || draining || reachability !== 'down') continue
        asleep.set(spec.name, spec.wakeMac)
      }
      return asleep
    },
    call(asleep, name) {
      const now = clock.monotonic()
      const mac = asleep.get(name)
      if (mac === undefined) return false
      const known = calls.get(name)
      // Long after a row of calls that was in vain a new question tries anew.
      const isOver = known !== undefined && now - known.first > comesUpWithinMs
      if (isOver && now - known.last <= comesUpWithinMs) return false
      const row = known === undefined || isOver ? null : known
      if (row !== null && now - row.last < callAgainMs) return true
      calls.set(name, { first: row?.first ?? now, last: now })
      wake?.({ name, mac })
      return true
    },
  }
}
