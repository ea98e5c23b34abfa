import type { Clock } from '../../../shared/clock'
import type { HarombeError } from '../../../shared/errors'
import type { ClusterNode, ServerUse } from '../node'

/** gRPC A6: 0.1 s, twice as long every further time up to 1 s, ± 20 %; what the server says of itself goes before. */
const firstRestMs = 100
const longestRestMs = 1_000
const spread = 0.2
/** Refusals longer ago say nothing of now. */
const forgottenAfterMs = 30_000
/** A server that names a time beyond this is not waited for blindly. */
const longestNamedRestMs = 60_000

/** Milliseconds a server asks to be left alone for; null when it does not say. */
export function namedRest({ data }: Pick<HarombeError, 'data'>): number | null {
  const ms = data?.retryAfterMs
  return typeof ms === 'number' && Number.isFinite(ms) && ms >= 0 ? Math.min(ms, longestNamedRestMs) : null
}

/** @param refusals in a row, this one included */
export function restAfter(refusals: number, random: number): number {
  const full = Math.min(longestRestMs, firstRestMs * 2 ** Math.min(refusals - 1, 10))
  return full * (1 - spread + 2 * spread * random)
}

interface Kept {
  refusals: number
  refusedAt: number
  restsUntil: number
  /** What it is given at once until then. */
  slots: number
  cancel: () => void
}

/**
 * Servers that say they are full before our count of their slots does: somebody else uses them too. Until the time they name,
 * or a short and growing one, they get no more than what they had then; nodes with one address together.
 */
export interface NodePressure {
  /** How many it is given at once now, of so many slots. */
  slots(node: ClusterNode, slots: number): number
  /** Milliseconds until it is given all its slots again; 0 when it is. */
  restsFor(node: ClusterNode): number
  /** It refused one. @param others of ours that it goes on answering */
  refused(node: ClusterNode, error: HarombeError, others: number): void
  answered(node: ClusterNode): void
  stop(): void
}

export function createNodePressure(clock: Clock, random: () => number, onRested: () => void): NodePressure {
  const resting = new Map<ServerUse, Kept>()

  return {
    slots({ server }, slots) {
      const kept = resting.get(server)
      return kept === undefined || clock.monotonic() >= kept.restsUntil ? slots : Math.min(slots, kept.slots)
    },
    restsFor({ server }) {
      const kept = resting.get(server)
      return kept === undefined ? 0 : Math.max(0, kept.restsUntil - clock.monotonic())
    },
    refused({ server }, error, others) {
      const now = clock.monotonic()
      for (const [each, { refusedAt }] of resting)
        if (now - refusedAt > forgottenAfterMs * 4) resting.delete(each)
      const before = resting.get(server)
      const isFresh = before === undefined || now - before.refusedAt > forgottenAfterMs
      // Several refusals of one moment are one.
      const isSame = !isFresh && now < before.restsUntil
      const refusals = isFresh ? 1 : before.refusals + (isSame ? 0 : 1)
      before?.cancel()
      const rest = namedRest(error) ?? restAfter(refusals, random())
      // One that loads its model answers nobody before it is done.
      const slots = error.code === 'NODE_LOADING' ? 0 : others
      resting.set(server, {
        refusals,
        refusedAt: now,
        restsUntil: now + rest,
        slots: isSame ? Math.min(slots, before.slots) : slots,
        cancel: clock.after(rest, onRested),
      })
    },
    answered({ server }) {
      const kept = resting.get(server)
      if (kept === undefined || clock.monotonic() < kept.restsUntil) return
      kept.cancel()
      resting.delete(server)
    },
    stop() {
      for (const { cancel } of resting.values()) cancel()
      resting.clear()
    },
  }
}
