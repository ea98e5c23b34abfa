import { describe, expect, it } from 'vitest'
import type { NodeSnapshot } from '../judge-node'
import { selectRoute } from '../selection'
import { asking, policy, snapshot } from '../testing/snapshots'
import { createWorkLedger } from './ledger'
import { lagsOf } from './shares'

/** So many requests one after the other, or so many at once, to nodes that are equally fast. @returns who got how many */
function traffic(nodes: readonly NodeSnapshot[], requests: number, atOnce = 1, how = policy()) {
  const openAccount = createWorkLedger(() => 0)
  const accounts = nodes.map(node => ({ node, account: openAccount(() => node.tier), got: 0 }))
  const running: (() => void)[] = []
  for (let count = 0; count < requests; count += 1) {
    if (running.length >= atOnce) running.shift()?.()
    const now = accounts.map(({ node, account }) => ({
      ...node,
      activeRequests: account.running(),
      waitMs: account.waitMs(node.slots),
      recentRequests: account.recentRequests(),
    }))
    const { chosen } = selectRoute(now, how, asking(0))
    const taken = accounts.find(({ node }) => node.name === chosen?.node)
    if (taken === undefined || chosen === null) throw new Error('Nobody was chosen.')
    taken.got += 1
    running.push(taken.account.begin(4000))
  }
  return Object.fromEntries(accounts.map(({ node, got }) => [node.name, got]))
}

const a = snapshot('a', 0, { slots: 8, latencyMs: 1 })
const b = snapshot('b', 0, { slots: 8, latencyMs: 30 })

describe('the share of the requests of a tier', () => {
  it('is no concern of nodes without weights: the nearer of idle equals gets them all', () => {
    expect(lagsOf([a, b])).toBeNull()
    expect(traffic([a, b], 100)).toEqual({ a: 100, b: 0 })
  })

  it('is waited for so long at most: beyond that, waiting is worse', () => {
    const back = { ...b, slowStart: 0.5, recentRequests: 100 }
    expect([...(lagsOf([a, back]) ?? [])]).toEqual([0, 1])
    const light = { ...b, weight: 0.01, recentRequests: 100 }
    expect([...(lagsOf([a, light]) ?? [])]).toEqual([0, 9])
  })

  it.each([
    ['one after the other', 1],
    ['six at once', 6],
  ])('follows the weights of equals, %s, whichever is nearer', (_name, atOnce) => {
    for (const weighted of [
      [{ ...a, weight: 2 }, b],
      [
        { ...b, weight: 2, name: 'a' },
        { ...a, name: 'b' },
      ],
    ]) {
      const got = traffic(weighted, 600, atOnce)
      expect(got.a).toBeGreaterThan(340)
      expect(got.a).toBeLessThan(460)
    }
  })

  it.each([
    ['one after the other', 1, 30],
    ['ten at once', 10, 70],
  ])('is about a tenth for a node that is just back at a tenth, %s', (_name, atOnce, most) => {
    const steady = [snapshot('b', 0, { slots: 8 }), snapshot('c', 0, { slots: 8 })]
    const got = traffic([{ ...a, slowStart: 0.1 }, ...steady], 400, atOnce)
    // A tenth of what each of the others gets: 19 of 400.
    expect(got.a).toBeGreaterThan(8)
    expect(got.a).toBeLessThan(most)
  })

  it('does not hold back a node that is just back when there is no other', () => {
    expect(traffic([{ ...a, slowStart: 0.1 }], 10)).toEqual({ a: 10 })
    expect(
      traffic(
        [
          { ...a, slowStart: 0.1 },
          { ...b, status: 'offline' },
        ],
        10,
      ),
    ).toEqual({ a: 10, b: 0 })
  })

  it('does not send requests to a slow node because it has a large weight', () => {
    const slow = snapshot('slow', 0, {
      slots: 8,
      weight: 2,
      paces: { of: model => ({ ...a.paces.of(model), tokensPerSecond: 1, isLearnt: true }) },
    })
    expect(traffic([slow, a], 200).slow).toBeLessThan(10)
  })
})
