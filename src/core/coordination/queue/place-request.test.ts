import { describe, expect, it } from 'vitest'
import type { Tier } from '../../../shared/entities'
import type { Ranked } from '../placement/types'
import { placeRequest } from './place-request'

/** A node that would be done in `ms` once it has a slot, in `waitMs`; free without one. */
const node = (
  name: string,
  tier: Tier,
  ms: number,
  changes: Partial<Ranked> & { waitMs?: number } = {},
): Ranked => {
  const { waitMs = 0, ...rest } = changes
  return {
    node: name,
    tier,
    model: 'small',
    contextLength: null,
    isSure: true,
    isGuess: false,
    isFree: waitMs === 0,
    predicted: { waitMs, loadMs: 0, promptMs: 0, writeMs: ms, isLearnt: true },
    ...rest,
  }
}
const decide = (
  ranked: readonly Ranked[],
  changes: { ahead?: number; mayWait?: boolean; slots?: number } = {},
) => {
  const { ahead = 0, mayWait = true, slots = 1 } = changes
  const decision = placeRequest(ranked, { ahead, mayWait, slotsOf: () => slots })
  return decision === null
    ? null
    : decision.type === 'take'
      ? decision.node.node
      : `waits for ${decision.for.node}`
}

describe('a request', () => {
  it('takes the best node when it is free, and has nowhere to go without any', () => {
    expect(decide([node('a', 0, 1000), node('b', 0, 10)])).toBe('a')
    expect(decide([])).toBeNull()
  })

  it('takes a free equal rather than leave it idle, unless waiting is far sooner', () => {
    const busy = node('a', 0, 1000, { waitMs: 500 })
    expect(decide([busy, node('b', 0, 5000)])).toBe('b')
    expect(decide([busy, node('b', 0, 20_000)])).toBe('waits for a')
    const unknown = { predicted: { waitMs: 0, loadMs: 0, promptMs: 0, writeMs: 20_000, isLearnt: false } }
    expect(decide([busy, node('b', 0, 0, unknown)]), 'of which nobody knows how fast it is').toBe('b')
  })

  it('waits for its tier unless the wait is long, however much faster another writes', () => {
    expect(decide([node('a', 2, 1000, { waitMs: 500 }), node('b', 1, 800)])).toBe('waits for a')
    expect(decide([node('a', 2, 8000, { waitMs: 9000 }), node('b', 1, 100)])).toBe('waits for a')
    expect(decide([node('a', 2, 1000, { waitMs: 60_000 }), node('b', 1, 8000)])).toBe('b')
    expect(decide([node('a', 2, 40_000, { waitMs: 30_000 }), node('b', 1, 8000)])).toBe('waits for a')
    expect(decide([node('a', 2, 1000, { waitMs: 20_000 }), node('b', 1, 60_000)])).toBe('waits for a')
  })

  it('leaves for the nearest tier with room, never past it', () => {
    const full = node('a', 2, 8000, { waitMs: 12_000 })
    const near = node('b', 1, 30_000)
    const far = node('c', 0, 1000)
    expect(decide([full, near, far])).toBe('waits for a')
    expect(decide([full, node('b', 1, 30_000, { waitMs: 5 }), far])).toBe('c')
    expect(decide([full, node('b', 1, 9000), far])).toBe('b')
  })

  it('counts those who wait before it', () => {
    const ranked = [node('a', 0, 1000, { waitMs: 500 }), node('b', 1, 4000)]
    expect(decide(ranked, { ahead: 3 })).toBe('waits for a')
    expect(decide(ranked, { ahead: 10 })).toBe('b')
    expect(decide(ranked, { ahead: 10, slots: 4 }), 'more slots, shorter turns').toBe('waits for a')
    const waits = placeRequest(ranked, { ahead: 0, mayWait: true, slotsOf: () => 1 })
    const limit = waits?.type === 'wait' ? waits.waitsBelow : 0
    expect(decide(ranked, { ahead: Math.ceil(limit) })).toBe('b')
    expect(decide(ranked, { ahead: Math.ceil(limit) - 1 })).toBe('waits for a')
  })

  it('takes what there is when nobody may wait any more', () => {
    const ranked = [node('a', 0, 1000, { waitMs: 500 }), node('b', 2, 90_000)]
    expect(decide(ranked, { mayWait: false })).toBe('b')
    expect(decide(ranked.slice(0, 1), { mayWait: false })).toBe('waits for a')
  })

  it('does not show an image to a node that may drop it while a sure one is busy', () => {
    const guess = node('b', 0, 1000, { isGuess: true })
    expect(decide([node('a', 0, 1000, { waitMs: 500 }), guess])).toBe('waits for a')
  })
})
