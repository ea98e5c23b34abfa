import type { Tier } from '../../src/shared/entities'
import type { GoldRow } from './rows'

/** What a router says of one prompt. */
export interface Verdict {
  tier: Tier
  /** Higher: more likely to need more than tier 0, and to need tier 2. Any scale; only their order counts. */
  scores: readonly [number, number]
  /** Of needing tier 0, 1 and 2, where the router claims to know them. */
  probabilities: readonly [number, number, number] | null
}

/** One prompt that was judged, beside what it needs. */
export interface Outcome extends Verdict {
  row: GoldRow
}

export interface Router {
  name: string
  judge(prompt: string): Verdict
}

export const judgeAll = (router: Router, rows: readonly GoldRow[]): Outcome[] =>
  rows.map(row => ({ row, ...router.judge(row.prompt) }))
