import { totalOf } from '../placement/predict'
import type { Ranked } from '../selection'

/** An answer is clearly sooner when it would be there in less than this part of the time, and … */
const clearly = 0.5
/** … of nodes of one tier, where an idle slot is a waste … */
const farSooner = 0.25
/** … by at least this, milliseconds: predictions are rough. */
const noticeableMs = 3_000
/** A wait that nobody minds for an answer of the tier that suits the question. */
const fairWaitMs = 10_000

export type PlacingDecision =
  | { type: 'take'; node: Ranked }
  | {
      type: 'wait'
      for: Ranked
      /** Milliseconds that each request before this one adds. */
      turnMs: number
      /** With so many before it, it would go elsewhere. */
      waitsBelow: number
    }

/**
 * Milliseconds of waiting still missing until it is worth to leave the tier that is wanted: that another tier writes faster is
 * no reason, only that the wait is long, and as long again as the answer itself.
 */
function worthLeavingTier({ predicted }: Ranked): number {
  const { waitMs } = predicted
  return Math.max(fairWaitMs, totalOf(predicted) - waitMs) - waitMs
}

/** How many must wait for the best node before it so that it is better to be answered by a free one. */
function leavesFrom(free: Ranked, best: Ranked, turnMs: number): number {
  const there = totalOf(free.predicted)
  const here = totalOf(best.predicted)
  const isEqual = free.tier === best.tier && free.isGuess === best.isGuess
  // Of how fast it is nobody knows anything: it is to be found out.
  if (isEqual && !free.predicted.isLearnt) return 0
  const needed = isEqual
    ? Math.min(there * farSooner, there - noticeableMs) - here
    : free.tier === best.tier
      ? Math.max(there / clearly, there + noticeableMs) - here
      : Math.max(worthLeavingTier(best), there - here)
  return needed <= 0 ? 0 : turnMs <= 0 ? Number.POSITIVE_INFINITY : needed / turnMs
}

/** Slots work side by side: a turn comes as often as one of them is free. */
function turnOf(ranked: readonly Ranked[], best: Ranked, slotsOf: (node: string) => number): number {
  let slots = 0
  for (const { node, tier } of ranked) if (tier === best.tier) slots += slotsOf(node)
  const { promptMs, writeMs } = best.predicted
  return (promptMs + writeMs) / Math.max(1, slots)
}

/**
 * Whether a request takes one of the free nodes now or waits. The best one is taken when it is free. Where it is full,
 * another of its tier does, unless waiting is clearly sooner; and one of the nearest other tier with room only if the wait
 * is long, or when nobody may wait any more.
 * @param ranked best first; null is returned when there is none
 */
export function placeRequest(
  ranked: readonly Ranked[],
  { ahead, mayWait, slotsOf }: { ahead: number; mayWait: boolean; slotsOf(node: string): number },
): PlacingDecision | null {
  const [best] = ranked
  if (best === undefined) return null
  if (best.isFree) return { type: 'take', node: best }
  const free = ranked.filter(({ isFree }) => isFree)
  const [next] = free
  if (next !== undefined && !mayWait) return { type: 'take', node: next }
  const turnMs = turnOf(ranked, best, slotsOf)
  let waitsBelow = Number.POSITIVE_INFINITY
  const elsewhere = free.find(({ tier }) => tier !== best.tier)?.tier
  for (const node of free) {
    // The nearest tier with room is the only other one: 2→1→0, never 2→0 past an idle tier 1.
    if (node.tier !== best.tier && node.tier !== elsewhere) continue
    const from = leavesFrom(node, best, turnMs)
    if (ahead >= from) return { type: 'take', node }
    waitsBelow = Math.min(waitsBelow, from)
  }
  return { type: 'wait', for: best, turnMs, waitsBelow }
}
