import type { Tier } from '../../../shared/entities'

/** Half of what counts are the last 34 requests of the tier: by number, not by time, so that a quiet home remembers too. */
const keptOfEach = 0.98
/** Of its time, or of what was expected, a request that is overdue is taken to need this much more. */
const overdueShare = 0.2

interface Account {
  tier: Tier
  running: Set<{ startedAt: number; expectedMs: number }>
  /** As of the tier's request with that number. */
  recent: number
  countedAt: number
}

/** What nodes were given and what runs on them. */
export interface WorkLedger<Node extends object> {
  /**
   * A request is given to the node. @param expectedMs what it will take there, waiting aside
   * @returns to be called when it leaves
   */
  begin(node: Node, tier: Tier, expectedMs: number): () => void
  running(node: Node): number
  /** Milliseconds until one of so many slots is free; null while nothing we gave it takes them. */
  waitMs(node: Node, slots: number): number | null
  recentRequests(node: Node): number
  /** Requests of its tier since its last one; all there were when it never had one. */
  passedOver(node: Node, tier: Tier): number
}

export function createWorkLedger<Node extends object>(monotonic: () => number): WorkLedger<Node> {
  const accounts = new WeakMap<Node, Account>()
  const given = new Map<Tier, number>()
  const givenTo = (tier: Tier) => given.get(tier) ?? 0

  function recentOf({ tier, recent, countedAt }: Account): number {
    return recent * keptOfEach ** (givenTo(tier) - countedAt)
  }

  return {
    begin(node, tier, expectedMs) {
      const number = givenTo(tier) + 1
      given.set(tier, number)
      const before = accounts.get(node)
      const account: Account = before ?? { tier, running: new Set(), recent: 0, countedAt: number }
      accounts.set(node, account)
      account.recent = (account.tier === tier ? recentOf(account) : 0) + 1
      account.tier = tier
      account.countedAt = number
      const request = { startedAt: monotonic(), expectedMs }
      account.running.add(request)
      return () => void account.running.delete(request)
    },
    running: node => accounts.get(node)?.running.size ?? 0,
    waitMs(node, slots) {
      const running = accounts.get(node)?.running
      if (running === undefined || running.size < slots || running.size === 0) return null
      const now = monotonic()
      const remaining = [...running].map(({ startedAt, expectedMs }) => {
        const elapsed = now - startedAt
        return Math.max(expectedMs - elapsed, overdueShare * Math.max(expectedMs, elapsed))
      })
      // Where more run than there are slots by now, the first ones to end make no room.
      return remaining.sort((a, b) => a - b)[running.size - slots] ?? null
    },
    recentRequests(node) {
      const account = accounts.get(node)
      return account === undefined ? 0 : recentOf(account)
    },
    passedOver(node, tier) {
      const account = accounts.get(node)
      return givenTo(tier) - (account?.tier === tier ? account.countedAt : 0)
    },
  }
}
