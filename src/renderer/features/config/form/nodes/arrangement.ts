import type { FormAction } from '../../../../../shared/config/document/form-action'
import type { Tier } from '../../../../../shared/entities'
import { tiers } from '../../../../../shared/entities/tiers'

/** What stands in each lane, top first, by the keys of nodes. */
export type Arrangement = Readonly<Record<Tier, readonly string[]>>

export interface Place {
  tier: Tier
  /** From 0. */
  index: number
}

/** A node as far as its place is concerned, in the order of the file. */
export interface Arranged {
  key: string
  name: string
  tier: Tier
}

export function arrange(nodes: readonly Arranged[]): Arrangement {
  const lane = (tier: Tier) => nodes.filter(node => node.tier === tier).map(({ key }) => key)
  return { 0: lane(0), 1: lane(1), 2: lane(2) }
}

export function placeOf(arrangement: Arrangement, key: string): Place | null {
  for (const tier of tiers) {
    const index = arrangement[tier].indexOf(key)
    if (index !== -1) return { tier, index }
  }
  return null
}

/** The key taken out of its lane and put elsewhere; an index beyond the lane's end is its end. */
export function moved(arrangement: Arrangement, key: string, to: Place): Arrangement {
  const without = (tier: Tier) => arrangement[tier].filter(other => other !== key)
  const lanes = { 0: without(0), 1: without(1), 2: without(2) }
  lanes[to.tier] = lanes[to.tier].toSpliced(Math.max(0, to.index), 0, key)
  return lanes
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * Where an arrow key takes a node: up and down through its lane, left and right to the next tier, as near its height there as
 * the lane is long. Null: there is nowhere to go.
 */
export function steppedPlace(arrangement: Arrangement, key: string, direction: Direction): Place | null {
  const place = placeOf(arrangement, key)
  if (place === null) return null
  if (direction === 'up' || direction === 'down') {
    const index = place.index + (direction === 'up' ? -1 : 1)
    return index < 0 || index >= arrangement[place.tier].length ? null : { ...place, index }
  }
  const tier = tiers.find(other => other === place.tier + (direction === 'left' ? -1 : 1))
  return tier === undefined ? null : { tier, index: Math.min(place.index, arrangement[tier].length) }
}

/**
 * What to do to the file so that a node stands where it was put. The file has one list for all tiers: where the order in the lane
 * is right without it, the node keeps its lines' place. Null: nothing changes.
 */
export function moveAction(nodes: readonly Arranged[], key: string, to: Arrangement): FormAction | null {
  const node = nodes.find(other => other.key === key)
  const place = placeOf(to, key)
  if (node === undefined || place === null) return null
  const isOtherTier = place.tier !== node.tier
  const inFile = nodes.map(other => (other.key === key ? { ...other, tier: place.tier } : other))
  const wanted = to[place.tier]
  const tier = isOtherTier ? { tier: place.tier } : {}
  if (arrange(inFile)[place.tier].join('\n') === wanted.join('\n')) {
    return isOtherTier ? { kind: 'move_node', node: node.name, ...tier } : null
  }
  return { kind: 'move_node', node: node.name, ...tier, before: nameBelow(nodes, key, wanted, place.index) }
}

/** The node that comes to stand below: the next of its lane, or whatever follows the lane's last one; null at the very end. */
function nameBelow(
  nodes: readonly Arranged[],
  key: string,
  lane: readonly string[],
  index: number,
): string | null {
  const others = nodes.filter(other => other.key !== key)
  const next = others.find(other => other.key === lane[index + 1])
  if (next !== undefined) return next.name
  const above = others.findIndex(other => other.key === lane[index - 1])
  return others[above + 1]?.name ?? null
}
