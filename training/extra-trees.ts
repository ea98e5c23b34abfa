import { type Forest, leaf } from '../src/core/coordination/classification/tier-model'
import { createRandom } from './random'

export interface ForestOptions {
  trees: number
  /** No leaf has fewer examples. */
  leastInLeaf: number
  /** Share of the features that are tried at a node. */
  features: number
  seed: number
}

/** What a tree is grown on: a row of bytes for each example, and both answers. */
export interface Grove {
  rows: readonly Uint8Array[]
  answers: readonly (readonly [number, number])[]
  weights: readonly number[]
}

interface Split {
  gain: number
  feature: number
  limit: number
}

/** Sums over some examples: their weight, and of the answers weighed. */
type Sums = [number, number, number]

const addTo = (sums: Sums, weight: number, [medium, powerful]: readonly [number, number]) => {
  sums[0] += weight
  sums[1] += weight * medium
  sums[2] += weight * powerful
}

/** How much of the squares a constant answer explains. */
const explained = ([weight, medium, powerful]: Sums) =>
  weight === 0 ? 0 : (medium * medium + powerful * powerful) / weight

const chance = (yes: number, all: number) => (all === 0 ? 0 : Math.round((255 * yes) / all))

const nobody: readonly [number, number] = [0, 0]

/**
 * Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): every tree sees all examples, and of each tried feature one
 * limit at random. Their mean is smooth where there are few examples. Both questions share the trees.
 */
export function growForest(grove: Grove, options: ForestOptions): Forest {
  const { rows, answers, weights } = grove
  const width = rows[0]?.length ?? 0
  const tried = Math.max(1, Math.round(options.features * width))
  const random = createRandom(options.seed)
  const roots: number[] = []
  const features: number[] = []
  const limits: number[] = []
  const uppers: number[] = []
  const powerful: number[] = []
  const order = Array.from({ length: width }, (_, at) => at)

  function splitOf(members: readonly number[], feature: number): Split | null {
    let [least, most] = [255, 0]
    for (const member of members) {
      const value = rows[member]?.[feature] ?? 0
      if (value < least) least = value
      if (value > most) most = value
    }
    if (least >= most) return null
    const limit = least + Math.floor(random() * (most - least))
    const lower: Sums = [0, 0, 0]
    const upper: Sums = [0, 0, 0]
    let above = 0
    for (const member of members) {
      const isAbove = (rows[member]?.[feature] ?? 0) > limit
      if (isAbove) above += 1
      addTo(isAbove ? upper : lower, weights[member] ?? 0, answers[member] ?? nobody)
    }
    const isFair = above >= options.leastInLeaf && members.length - above >= options.leastInLeaf
    return { gain: isFair ? explained(lower) + explained(upper) : -1, feature, limit }
  }

  function bestSplit(members: readonly number[]): Split | null {
    let best: Split | null = null
    let varied = 0
    // A draw without replacement; features that are the same for all do not end it before one was found that is not.
    for (let drawn = 0; drawn < width && (drawn < tried || varied === 0); drawn += 1) {
      const other = drawn + Math.floor(random() * (width - drawn))
      const feature = order[other] ?? 0
      order[other] = order[drawn] ?? 0
      order[drawn] = feature
      const split = splitOf(members, feature)
      if (split === null) continue
      varied += 1
      if (split.gain >= 0 && (best === null || split.gain > best.gain)) best = split
    }
    return best
  }

  function grow(members: readonly number[]): void {
    const node = features.length
    const sums: Sums = [0, 0, 0]
    for (const member of members) addTo(sums, weights[member] ?? 0, answers[member] ?? nobody)
    const [first = 0] = members
    const [one, two] = answers[first] ?? nobody
    const isPure = members.every(member => answers[member]?.[0] === one && answers[member]?.[1] === two)
    const split = isPure || members.length < 2 * options.leastInLeaf ? null : bestSplit(members)
    features.push(split?.feature ?? leaf)
    limits.push(split?.limit ?? chance(sums[1], sums[0]))
    uppers.push(0)
    powerful.push(chance(sums[2], sums[0]))
    if (split === null) return
    const isAbove = (member: number) => (rows[member]?.[split.feature] ?? 0) > split.limit
    grow(members.filter(member => !isAbove(member)))
    uppers[node] = features.length - node
    grow(members.filter(isAbove))
  }

  const everyone = rows.map((_, index) => index)
  for (let tree = 0; tree < options.trees; tree += 1) {
    roots.push(features.length)
    grow(everyone)
  }
  return {
    roots: Int32Array.from(roots),
    features: Uint8Array.from(features),
    limits: Uint8Array.from(limits),
    uppers: Uint16Array.from(uppers),
    powerful: Uint8Array.from(powerful),
  }
}
