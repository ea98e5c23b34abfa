import type { AnsweredBy, AnswerMetrics, Failover, Message, RouteDecision } from '../../../shared/entities'
import { tierName } from '../../../shared/entities/tier-words'
import { failoverText, lastWord } from '../../components'
import { formatCount, formatDuration, formatSpeed } from '../../format'
import { texts } from '../../texts'

/** A seam that sits in the text, and behind which part of it. */
export interface InlineSeam {
  offset: number
  text: string
}

/** Seams in the text where a node went on behind another, and those of answers that began again, which stand below it. */
export function placeSeams(
  failovers: readonly Failover[],
  last: string | null,
): { inline: InlineSeam[]; below: string[] } {
  const inline: InlineSeam[] = []
  const below: string[] = []
  // What an answer that began again had before is gone, and the seams in it with it.
  const lastRestart = failovers.findLastIndex(
    ({ stage, mode }) => stage === 'mid_answer' && mode === 'restart',
  )
  for (const [index, failover] of failovers.entries()) {
    const text = failoverText(failover, failovers[index + 1]?.node ?? last, texts.t)
    if (failover.keptCharacters !== undefined && index > lastRestart) {
      inline.push({ offset: failover.keptCharacters, text })
    } else below.push(text)
  }
  return { inline, below }
}

/** Of an answer that ended. */
export const lastWordOf = ({
  failovers = [],
  answeredBy,
  state,
}: Pick<Message, 'failovers' | 'answeredBy' | 'state'>): string | null =>
  lastWord(failovers, answeredBy?.node ?? null, state === 'failed')

/** The figures of the badge row, without those nobody measured. */
export function metricTexts(metrics: AnswerMetrics): string[] {
  const texts: string[] = []
  if (metrics.tokensPerSecond !== null) texts.push(`${formatSpeed(metrics.tokensPerSecond)} tokens/s`)
  if (metrics.ttftMs !== null) texts.push(`first token ${formatDuration(metrics.ttftMs)}`)
  const about = metrics.tokenSource === 'estimated' ? '≈ ' : ''
  if (metrics.tokens > 0)
    texts.push(`${about}${formatCount(metrics.tokens)} ${metrics.tokens === 1 ? 'token' : 'tokens'}`)
  return texts
}

/** That another tier answered than was wanted; null when nothing is to be remarked. */
export function missedTierText(route: RouteDecision | null, answeredBy: AnsweredBy | null): string | null {
  if (route === null || answeredBy === null || answeredBy.tier === route.wantedTier) return null
  // Who chose a node or a model wanted no tier.
  if (route.forced === 'node' || route.forced === 'model') return null
  return `${tierName(route.wantedTier, texts.t)} was not available`
}
