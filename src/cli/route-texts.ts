import type { RouteCandidate, RouteDecision } from '../shared/entities'
import { gatesOf } from '../shared/entities/gate-words'
import { routeRecord } from '../shared/entities/route-record'
import { countText } from '../shared/sizes'
import { formatTable, withoutControls } from './output'
import { toSnakeCase } from './snake-case'

const percent = (share: number) => `${Math.round(share * 100)} %`

const chosenOf = ({ candidates }: RouteDecision): RouteCandidate | null =>
  candidates.find(({ verdict }) => verdict === 'chosen') ?? null

const placeOf = ({ rank }: RouteCandidate) => rank ?? Number.MAX_SAFE_INTEGER

/** Those that would be asked, in that order, and then those that would not. */
const inOrder = (candidates: readonly RouteCandidate[]) =>
  candidates.toSorted((a, b) => placeOf(a) - placeOf(b))

/** What `route --json` prints: a decision as everywhere else, and who would answer. */
export function explainedRecord(decision: RouteDecision): unknown {
  const { classification, candidates, reason } = decision
  const { tier, estimatedTokens } = classification
  const chosen = chosenOf(decision)
  return toSnakeCase({
    ...routeRecord({ ...decision, candidates: inOrder(candidates) }),
    tier,
    estimatedTokens,
    node: chosen?.node ?? null,
    model: chosen?.model ?? null,
    reason,
  })
}

/** What `route` prints for people. */
export function explainedLines(decision: RouteDecision): string[] {
  const { classification, wantedTier, forced, candidates, reason } = decision
  const { tier, probabilities, reasons, preference, estimatedTokens } = classification
  const setting = preference === undefined ? [] : [`setting ${preference}`]
  const details = [...setting, `about ${countText(estimatedTokens)} tokens`].join(', ')
  const likely = probabilities?.map((share, of) => `tier ${of}: ${percent(share)}`).join(', ')
  const asked =
    forced === 'none' ? [] : [`Asked for ${forced === 'tier' ? `tier ${wantedTier}` : `a ${forced}`}.`]
  const table = formatTable(
    ['NODE', 'TIER', 'MODEL', 'VERDICT', 'REASON'],
    inOrder(candidates).map(candidate => [
      candidate.node,
      String(candidate.tier),
      candidate.model === '' ? '-' : candidate.model,
      candidate.verdict,
      candidate.reason,
    ]),
  )
  const chosen = chosenOf(decision)
  const who =
    chosen === null
      ? `Nobody would answer. ${reason}`
      : `${chosen.node} would answer with ${chosen.model} (tier ${chosen.tier}). ${reason}`
  return [
    `Tier ${tier}: a ${classification.class} question (${details}).`,
    ...(likely === undefined ? [] : [`Likely needs ${likely}.`]),
    ...(reasons.length === 0 ? [] : [`Because ${reasons.slice(0, 3).join('; ')}.`]),
    ...gatesOf(decision),
    ...asked,
    ...(candidates.length === 0 ? [] : ['', ...table]),
    '',
    who,
  ].map(withoutControls)
}
