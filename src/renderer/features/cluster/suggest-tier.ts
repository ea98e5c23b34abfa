import type { NodeTestResult } from '../../../shared/contract/cluster'
import type { Tier } from '../../../shared/entities'

export interface TierSuggestion {
  tier: Tier
  /** Of its largest model, as its name says. */
  billions: number
}

/** From so many billions of parameters on, judged by what answers at reading speed on a usual machine of that kind. */
const balancedFrom = 7
const powerfulFrom = 30

/** `qwen3:14b` and `Llama-3.1-70B-Instruct` → 14 and 70; `mixtral:8x7b` → 56; null for names that do not tell. */
export function billionsOf(model: string): number | null {
  const match = /(?:^|[^a-z0-9.])(?:(\d{1,2})x)?(\d{1,4}(?:\.\d+)?)b(?![a-z0-9])/i.exec(model)
  if (match?.[2] === undefined) return null
  return Number(match[1] ?? 1) * Number(match[2])
}

/** A proposal from the largest model a node says it serves, to be taken or not; null where nothing tells. */
export function suggestTier({
  models,
  reachable,
}: Pick<NodeTestResult, 'models' | 'reachable'>): TierSuggestion | null {
  const sizes = models.map(billionsOf).filter(size => size !== null)
  if (!reachable || sizes.length === 0) return null
  const billions = Math.max(...sizes)
  return { tier: billions >= powerfulFrom ? 2 : billions >= balancedFrom ? 1 : 0, billions }
}
