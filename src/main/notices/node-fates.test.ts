import { describe, expect, it } from 'vitest'
import type { NodeStatus } from '../../shared/entities'
import { backAfterMs, type Fates, lostAfterMs, noFates, settleFates } from './node-fates'

const node = (name: string, status: NodeStatus, simulated = false) => ({ name, status, simulated })

/** Plays statuses over time; what was told, with when. */
function play(steps: readonly [at: number, ...nodes: ReturnType<typeof node>[]][]) {
  let fates: Fates = noFates
  const told: [number, string, string[]][] = []
  for (const [at, ...nodes] of steps) {
    const settled = settleFates(fates, nodes, at)
    fates = settled.fates
    if (settled.lost.length > 0) told.push([at, 'lost', settled.lost])
    if (settled.back.length > 0) told.push([at, 'back', settled.back])
  }
  return told
}

describe('what became of the nodes', () => {
  it('is told once it is sure, and only once', () => {
    const down = node('dgx', 'offline')
    expect(
      play([
        [0, node('dgx', 'online')],
        [1_000, down],
        [lostAfterMs, down],
        [1_000 + lostAfterMs, down],
        [2_000 + lostAfterMs, down],
        [100_000, node('dgx', 'online')],
        [100_000 + backAfterMs, node('dgx', 'online')],
      ]),
    ).toEqual([
      [1_000 + lostAfterMs, 'lost', ['dgx']],
      [100_000 + backAfterMs, 'back', ['dgx']],
    ])
  })

  it('is no news when a node only flaps', () => {
    const steps = Array.from(
      { length: 40 },
      (_, index) => [index * 5_000, node('dgx', index % 2 === 0 ? 'online' : 'offline')] as const,
    )
    expect(play(steps.map(([at, one]) => [at, one]))).toEqual([])
  })

  it('is no news of a node that sleeps from the start, is switched off, drained, removed or simulated', () => {
    expect(
      play([
        [0, node('a', 'offline')],
        [99_999, node('a', 'offline')],
      ]),
    ).toEqual([])
    for (const status of ['disabled', 'draining', 'unknown'] as const) {
      expect(
        play([
          [0, node('a', 'online')],
          [1, node('a', status)],
          [99_999, node('a', status)],
        ]),
      ).toEqual([])
    }
    expect(play([[0, node('a', 'online')], [1], [99_999]])).toEqual([])
    expect(
      play([
        [0, node('a', 'online', true)],
        [1, node('a', 'offline', true)],
        [99_999, node('a', 'offline', true)],
      ]),
    ).toEqual([])
  })

  it('says when to look again, for the first of several', () => {
    const first = settleFates(noFates, [node('a', 'online'), node('b', 'online')], 0)
    const second = settleFates(first.fates, [node('a', 'offline'), node('b', 'online')], 1_000)
    const third = settleFates(second.fates, [node('a', 'offline'), node('b', 'offline')], 9_000)
    expect([first.nextAt, second.nextAt, third.nextAt]).toEqual([
      null,
      1_000 + lostAfterMs,
      1_000 + lostAfterMs,
    ])
  })
})
