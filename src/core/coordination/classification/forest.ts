import { type Forest, leaf } from './tier-model'

/** Features as the bytes a forest compares. */
export function toBytes(
  dense: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
): Uint8Array {
  const bytes = new Uint8Array(dense.length)
  for (let at = 0; at < bytes.length; at += 1) {
    const [from, to] = [low[at] ?? 0, high[at] ?? 0]
    const share = to > from ? ((dense[at] ?? 0) - from) / (to - from) : 0
    bytes[at] = Math.round(255 * Math.max(0, Math.min(1, share)))
  }
  return bytes
}

const steps = 255
/** Chances never are certain: a leaf of few examples says 0 or 1. */
const least = 0.01
const logOdds = (chance: number) => {
  const inside = Math.max(least, Math.min(1 - least, chance))
  return Math.log(inside / (1 - inside))
}

/** Log-odds of the mean chances of all trees, for both questions. */
export function scoreForest(forest: Forest, bytes: Uint8Array): [number, number] {
  const { roots, features, limits, uppers, powerful } = forest
  const end = leaf
  let more = 0
  let most = 0
  for (let tree = 0; tree < roots.length; tree += 1) {
    let node = roots[tree] ?? 0
    for (let feature = features[node] ?? end; feature !== end; feature = features[node] ?? end)
      node += (bytes[feature] ?? 0) > (limits[node] ?? 0) ? (uppers[node] ?? 1) : 1
    more += limits[node] ?? 0
    most += powerful[node] ?? 0
  }
  const all = Math.max(1, steps * roots.length)
  return [logOdds(more / all), logOdds(most / all)]
}
