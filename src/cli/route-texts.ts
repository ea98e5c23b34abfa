import type { RouteCandidate, RouteDecision } from '../shared/entities'
import { formatTable, withoutControls } from './output'
import { toSnakeCase } from './snake-case'

const percent = (share: number) => `${Math.round(share * 100)} %`

const chosenOf = ({ candidates }: RouteDecision): RouteCandidate | null =>
  candidates.find(({ verdict }) => verdict === 'chosen') ?? null

/** Those that would be asked, in that order, and then those that would not. */
const inOrder = (candidates: readonly RouteCandidate[]) =>
  candidates.toSorted(
    (a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) || 0,
  )

function timeText({ predicted }: RouteCandidate): string {
  if (predicted === undefined) return '-'
  const { waitMs, loadMs, promptMs, writeMs } = predicted
  return `${((waitMs + loadMs + promptMs + writeMs) / 1000).toFixed(1)} s`
}

/** What `route --json` prints. */
export function routeRecord(decision: RouteDecision): unknown {
  const { classification, candidates, ...rest } = decision
  const chosen = chosenOf(decision)
  const record = {
    ...classification,
    ...rest,
    node: chosen?.node ?? null,
    model: chosen?.model ?? null,
    candidates: inOrder(candidates),
  }
  return toSnakeCase(record)
}

/** What `route` prints for people. */
export function routeLines(decision: RouteDecision): string[] {
  const { classification, wantedTier, forced, candidates, requirements, reason } = decision
  const { tier, probabilities, reasons, gates, preference, estimatedTokens } = classification
  const setting = preference === undefined ? '' : ` at the setting "${preference}"`
  const asked =
    forced === 'none' ? [] : [`Asked for: ${forced === 'tier' ? `tier ${wantedTier}` : `this ${forced}`}.`]
  const needs = requirements.length === 0 ? [] : [`The model must be able to ${requirements.join(', ')}.`]
  const likely =
    probabilities === undefined
      ? []
      : [`Needs ${probabilities.map((share, of) => `tier ${of}: ${percent(share)}`).join(', ')}.`]
  const because = reasons.length === 0 ? [] : [`Because ${reasons.slice(0, 3).join('; ')}.`]
  const table = formatTable(
    ['NODE', 'TIER', 'MODEL', 'VERDICT', 'TIME', 'REASON'],
    inOrder(candidates).map(candidate => [
      candidate.node,
      String(candidate.tier),
      candidate.model === '' ? '-' : candidate.model,
      candidate.verdict,
      timeText(candidate),
      candidate.reason,
    ]),
  )
  const chosen = chosenOf(decision)
  const who =
    chosen === null
      ? `Nobody would answer. ${reason}`
      : `${chosen.node} would answer with ${chosen.model} (tier ${chosen.tier}). ${reason}`
  return [
    `Tier ${tier}, ${classification.class}${setting}; about ${estimatedTokens} tokens.`,
    ...likely,
    ...because,
    ...gates,
    ...asked,
    ...needs,
    ...(candidates.length === 0 ? [] : ['', ...table]),
    '',
    who,
  ].map(withoutControls)
}
