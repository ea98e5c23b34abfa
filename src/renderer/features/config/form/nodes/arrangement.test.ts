import { describe, expect, it } from 'vitest'
import type { Tier } from '../../../../../shared/entities'
import {
  type Arranged,
  arrange,
  type Direction,
  moveAction,
  moved,
  placeOf,
  steppedPlace,
} from './arrangement'

const node = (name: string, tier: Tier): Arranged => ({ key: name, name, tier })
/** Tiers mixed, as files are. */
const file = [node('mini', 0), node('tower', 2), node('pi', 0), node('pc', 1), node('dgx', 2)]
const lanes = arrange(file)

/** What the file has after an action, as `move_node` is agreed. */
function carriedOut(nodes: readonly Arranged[], action: ReturnType<typeof moveAction>): Arranged[] {
  if (action?.kind !== 'move_node') return [...nodes]
  const found = nodes.find(({ name }) => name === action.node)
  if (found === undefined) return [...nodes]
  const changed = { ...found, tier: action.tier ?? found.tier }
  if (action.before === undefined) return nodes.map(other => (other === found ? changed : other))
  const others = nodes.filter(other => other !== found)
  const index = others.findIndex(({ name }) => name === action.before)
  return others.toSpliced(index === -1 ? others.length : index, 0, changed)
}

describe('a dragged node', () => {
  it('changes only its tier where the order of the file is right already', () => {
    expect(moveAction(file, 'pc', moved(lanes, 'pc', { tier: 2, index: 1 }))).toEqual({
      kind: 'move_node',
      node: 'pc',
      tier: 2,
    })
  })

  it('changes nothing when it is put back', () => {
    expect(moveAction(file, 'tower', moved(lanes, 'tower', { tier: 2, index: 0 }))).toBeNull()
  })

  it('stands above the one it was put above, whatever tier stands between them in the file', () => {
    expect(moveAction(file, 'dgx', moved(lanes, 'dgx', { tier: 2, index: 0 }))).toEqual({
      kind: 'move_node',
      node: 'dgx',
      before: 'tower',
    })
  })

  it('at the end of a lane stands right below the last of it, not at the end of the file', () => {
    expect(moveAction(file, 'mini', moved(lanes, 'mini', { tier: 0, index: 1 }))).toEqual({
      kind: 'move_node',
      node: 'mini',
      before: 'pc',
    })
  })

  it('ends where it was put, from everywhere to everywhere', () => {
    for (const { key } of file) {
      for (const tier of [0, 1, 2] as const) {
        for (let index = 0; index <= lanes[tier].length; index += 1) {
          const to = moved(lanes, key, { tier, index })
          const result = arrange(carriedOut(file, moveAction(file, key, to)))
          expect(result[tier]).toEqual(to[tier])
        }
      }
    }
  })
})

describe('arrow keys', () => {
  it.each([
    ['pi', 'up', { tier: 0, index: 0 }],
    ['pi', 'down', null],
    ['pi', 'left', null],
    // The second of its lane, and the other has but one.
    ['pi', 'right', { tier: 1, index: 1 }],
    ['tower', 'left', { tier: 1, index: 0 }],
    ['tower', 'right', null],
    ['tower', 'down', { tier: 2, index: 1 }],
    ['nobody', 'up', null],
  ] as const)('take %s %s', (key, direction: Direction, place) => {
    expect(steppedPlace(lanes, key, direction)).toEqual(place)
  })

  it('and back again lead to where it was', () => {
    const right = steppedPlace(lanes, 'mini', 'right')
    const there = right === null ? lanes : moved(lanes, 'mini', right)
    const left = steppedPlace(there, 'mini', 'left')
    expect(left === null ? null : moved(there, 'mini', left)).toEqual(lanes)
    expect(placeOf(there, 'mini')).toEqual({ tier: 1, index: 0 })
  })
})
