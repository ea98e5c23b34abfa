import { describe, expect, it } from 'vitest'
import { createHistoryRing } from './history-ring'

describe('a ring of moments', () => {
  it('gives what came since, oldest first, across its end', () => {
    const ring = createHistoryRing<object>(3)
    const node = {}
    for (const time of [10, 20, 30, 40, 50]) {
      ring.begin(time)
      ring.set(node, { active: time / 10 })
    }
    const all = ring.read(node, 0, 0)
    expect([all.times, all.columns.active, all.next]).toEqual([[30, 40, 50], [3, 4, 5], 5])
    expect(ring.read(node, 4, 0).times).toEqual([50])
    expect(ring.read(node, 0, 40).times).toEqual([40, 50])
    expect([ring.oldest, ring.next]).toEqual([2, 5])
  })

  it('shows no figure of a round before in the moment of a node that said nothing', () => {
    const ring = createHistoryRing<object>(2)
    const [talks, silent] = [{}, {}]
    ring.begin(1)
    ring.set(talks, { errors: 7 })
    ring.set(silent, { errors: 8, latencyMs: null })
    ring.begin(2)
    ring.begin(3)
    ring.set(talks, { errors: 9 })
    expect(ring.read(silent, 0, 0).columns.errors).toEqual([null, null])
    expect(ring.read(talks, 0, 0).columns.errors).toEqual([null, 9])
  })

  it('knows nothing of a node before it came, and gives back what it took when it leaves', () => {
    const ring = createHistoryRing<object>(4)
    const late = {}
    ring.begin(1)
    ring.begin(2)
    ring.set(late, { slots: 2 })
    expect(ring.read(late, 0, 0).columns.slots).toEqual([null, 2])
    ring.forget(late)
    expect(ring.bytes).toBe(0)
  })
})
