import type { Tier } from '../../../shared/entities'

/** Half of what counts are the last 34 requests of the tier: by number, not by time, so that a quiet home remembers too. */
const keptOfEach = 0.98
/** Of its time, or of what was expected, a request that is overdue is taken to need this much more. */
const overdueShare = 0.2

/** What one node was given, and what runs on it. */
export interface WorkAccount {
  /**
   * A request of its tier is given to it. @param expectedMs what it will take there, waiting aside
   * @returns to be called when it leaves
   */
  begin(expectedMs: number): () => void
  running(): number
  /** Milliseconds until one of so many slots is free; null while nothing we gave it takes them. */
  waitMs(slots: number): number | null
  /** Of the last requests of its tier, how many it got, the later ones counting for more. */
  recentRequests(): number
  /** Requests of its tier since its last one; all there were when it never had one. */
  passedOver(): number
}

/** What the tiers were given; opens the accounts of their nodes. */
export function createWorkLedger(monotonic: () => number) {
  const given: Record<Tier, number> = { 0: 0, 1: 0, 2: 0 }

  /** @param tierOf asked every time: a node may be given another */
  return function openAccount(tierOf: () => Tier): WorkAccount {
    const running = new Set<{ startedAt: number; expectedMs: number }>()
    let tier = tierOf()
    /** As of the tier's request with that number. */
    let recent = 0
    let countedAt = 0

    function settle(): void {
      const now = tierOf()
      if (tier === now) return
      tier = now
      recent = 0
      countedAt = given[tier]
    }

    const recentNow = () => (recent === 0 ? 0 : recent * keptOfEach ** (given[tier] - countedAt))

    return {
      begin(expectedMs) {
        settle()
        given[tier] += 1
        recent = recentNow() + 1
        countedAt = given[tier]
        const request = { startedAt: monotonic(), expectedMs }
        running.add(request)
        return () => void running.delete(request)
      },
      running: () => running.size,
      waitMs(slots) {
        if (running.size < slots || running.size === 0) return null
        const now = monotonic()
        const remaining = [...running].map(({ startedAt, expectedMs }) => {
          const elapsed = now - startedAt
          return Math.max(expectedMs - elapsed, overdueShare * Math.max(expectedMs, elapsed))
        })
        // Where more run than there are slots by now, the first ones to end make no room.
        return remaining.sort((a, b) => a - b)[running.size - slots] ?? null
      },
      recentRequests() {
        settle()
        return recentNow()
      },
      passedOver() {
        settle()
        return given[tier] - countedAt
      },
    }
  }
}
