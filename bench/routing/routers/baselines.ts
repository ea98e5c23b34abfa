import type { Tier } from '../../../src/shared/entities'
import type { Router } from '../outcome'
import type { GoldRow } from '../rows'

export const always = (tier: Tier): Router => ({
  name: `always tier ${tier}`,
  judge: () => ({ tier, scores: [0, 0], probabilities: null }),
})

/** Gives up and goes by size: limits in characters such that each tier gets its share of the prompts it was fitted on. */
export function fitLength(rows: readonly GoldRow[], shares: readonly [number, number]): Router {
  const lengths = rows.map(({ prompt }) => prompt.length).sort((a, b) => a - b)
  const limit = (share: number) => lengths[Math.floor(share * lengths.length)] ?? Number.POSITIVE_INFINITY
  const [toMedium, toPowerful] = [limit(shares[0]), limit(shares[0] + shares[1])]
  return {
    name: 'length only',
    judge(prompt) {
      const { length } = prompt
      const tier = length >= toPowerful ? 2 : length >= toMedium ? 1 : 0
      return { tier, scores: [length, length], probabilities: null }
    },
  }
}
