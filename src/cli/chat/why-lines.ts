import type { RouteDecision } from '../../shared/entities'
import { gatesOf } from '../../shared/entities/gate-words'
import { percentages, wantedText, weighingTexts } from '../../shared/entities/route-words'
import { tierName } from '../../shared/entities/tier-words'
import { tiers } from '../../shared/entities/tiers'
import { english } from '../../shared/texts/english'
import { formatTable, withoutControls } from '../output'

const verdicts = { chosen: 'Chosen', eligible: 'Next', rejected: 'Out' } as const
/** More are weaker than what decided. */
const shownReasons = 3

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Why a question went where it did, as the window tells it. */
export function whyLines(route: RouteDecision): string[] {
  const { classification, candidates, reason } = route
  const { reasons, probabilities } = classification
  const percents = probabilities === undefined ? [] : percentages(probabilities)
  const likely = tiers.map(tier => `${tierName(tier, english)} ${percents[tier] ?? 0} %`).join(', ')
  const place = ({ rank }: { rank: number | null }) => rank ?? Number.MAX_SAFE_INTEGER
  const rows = candidates
    .toSorted((a, b) => place(a) - place(b))
    .map(each => [
      verdicts[each.verdict],
      each.node,
      tierName(each.tier, english),
      each.model || '-',
      each.reason,
    ])
  return [
    sentence(reason),
    wantedText(route, english),
    ...(percents.length === 0 ? [] : [likely]),
    ...reasons.slice(0, shownReasons).map(each => `· ${sentence(each)}`),
    ...gatesOf(route),
    ...weighingTexts(classification, english),
    ...(rows.length === 0 ? ['There is no node that could be asked.'] : []),
    ...(rows.length === 0 ? [] : ['', ...formatTable(['', 'NODE', 'TIER', 'MODEL', 'REASON'], rows)]),
  ].map(withoutControls)
}
