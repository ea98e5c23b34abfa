import type { Tier } from './common'

export const tiers = [0, 1, 2] as const satisfies readonly Tier[]
export const tierNames = { 0: 'Fast', 1: 'Balanced', 2: 'Powerful' } as const satisfies Record<Tier, string>
