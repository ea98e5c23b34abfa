import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFairOrder, type Placed } from './fair-order'
import type { Lane } from './types'

const lanes = fc.constantFrom<Lane>('resumed', 'interactive', 'background')

/** Serves everybody in order. */
function drain(order: ReturnType<typeof createFairOrder<string>>): string[] {
  const served: string[] = []
  for (let first = order.at(0); first !== undefined; first = order.at(0)) {
    served.push(first.item)
    order.serve(first)
  }
  return served
}

describe('the order of those who wait', () => {
  it('lets a client with one request go before the second of one with a hundred', () => {
    const order = createFairOrder<string>()
    for (let index = 0; index < 100; index += 1) order.add(`many ${index}`, 'interactive', 'many')
    const first = order.at(0)
    if (first !== undefined) order.serve(first)
    order.add('one', 'interactive', 'single')
    expect(drain(order).slice(0, 3)).toEqual(['many 1', 'one', 'many 2'])
  })

  it('gives nobody credit for having been away, so that who comes late does not go first for long', () => {
    const order = createFairOrder<string>()
    for (let index = 0; index < 10; index += 1) order.add(`old ${index}`, 'interactive', 'old')
    for (let served = 0; served < 5; served += 1) {
      const first = order.at(0)
      if (first !== undefined) order.serve(first)
    }
    for (let index = 0; index < 3; index += 1) order.add(`new ${index}`, 'interactive', 'new')
    expect(drain(order)).toEqual([
      ...['old 5', 'new 0', 'old 6', 'new 1', 'old 7', 'new 2', 'old 8', 'old 9'],
    ])
  })

  it('takes what lost its node first and background work last, whoever came first', () => {
    const order = createFairOrder<string>()
    order.add('title', 'background', 'a')
    order.add('question', 'interactive', 'a')
    order.add('cut', 'resumed', 'a')
    expect(drain(order)).toEqual(['cut', 'question', 'title'])
  })

  it('never serves two of a client before one of another that waited all the time, and finds each where it stands', () => {
    const arrivals = fc.array(fc.record({ lane: lanes, client: fc.constantFrom('x', 'y', 'z') }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(arrivals, fc.array(fc.nat(60)), (waiting, leaving) => {
        const order = createFairOrder<number>()
        const placed = waiting.map(({ lane, client }, index) => order.add(index, lane, client))
        const left = new Set<Placed<number>>(leaving.flatMap(index => placed[index] ?? []))
        for (const each of left) order.remove(each)
        expect(order.size).toBe(placed.length - left.size)
        for (const each of placed) if (!left.has(each)) expect(order.at(order.indexOf(each))).toBe(each)
        for (const lane of ['resumed', 'interactive', 'background'] as const) {
          const clients = Array.from({ length: order.size }, (_, index) => order.at(index))
            .filter(each => each?.lane === lane)
            .map(each => each?.client ?? '')
          // By the k-th turn of one, every other that has so many waiting has had about k of them; those who left leave gaps.
          const turns = new Map<string, number>()
          for (const client of clients) turns.set(client, (turns.get(client) ?? 0) + 1)
          expect(clients).toHaveLength([...turns.values()].reduce((sum, count) => sum + count, 0))
          if (left.size === 0) {
            const had = new Map<string, number>()
            for (const client of clients) {
              const count = (had.get(client) ?? 0) + 1
              had.set(client, count)
              for (const [other, total] of turns) {
                expect(had.get(other) ?? 0).toBeGreaterThanOrEqual(Math.min(total, count - 1))
              }
            }
          }
        }
      }),
    )
  })
})
