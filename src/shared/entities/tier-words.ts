import type { Translate } from '../texts/translator'
import type { Tier } from './common'

const keys = { 0: 'fast', 1: 'balanced', 2: 'powerful' } as const satisfies Record<Tier, string>

export const tierName = (tier: Tier, t: Translate): string => t(`words.tier.${keys[tier]}`)

/** With its number, as the configuration and the API say it: "Tier 0, fast". */
export const tierTitle = (tier: Tier, t: Translate): string => t(`words.tierTitle.${keys[tier]}`)
