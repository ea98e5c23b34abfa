import type { Tier } from './common'

export const tiers = [0, 1, 2] as const satisfies readonly Tier[]
/** The order in which tiers are tried when the wanted one has no usable node: 2→1→0, 1→2→0, 0→1→2. */
export const fallbackOrder: Readonly<Record<Tier, readonly Tier[]>> = {
  2: [2, 1, 0],
  1: [1, 2, 0],
  0: [0, 1, 2],
}
