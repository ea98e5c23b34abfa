import type { AnsweredBy, AnswerMetrics, Failover, Message, RouteDecision } from '../../../shared/entities'
import { tierName } from '../../../shared/entities/tier-words'
import type { Translate } from '../../../shared/texts/translator'
import { failoverText, lastWord } from '../../components'
import { formatCount, formatDuration, formatSpeed } from '../../format'

/** A seam that sits in the text, and behind which part of it. */
export interface InlineSeam {
  offset: number
  text: string
}

/** Seams in the text where a node went on behind another, and those of answers that began again, which stand below it. */
export function placeSeams(
  failovers: readonly Failover[],
  last: string | null,
  t: Translate,
): { inline: InlineSeam[]; below: string[] } {
  const inline: InlineSeam[] = []
  const below: string[] = []
  // What an answer that began again had before is gone, and the seams in it with it.
  const lastRestart = failovers.findLastIndex(
    ({ stage, mode }) => stage === 'mid_answer' && mode === 'restart',
  )
  for (const [index, failover] of failovers.entries()) {
    const text = failoverText(failover, failovers[index + 1]?.node ?? last, t)
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
export function metricTexts(metrics: AnswerMetrics, t: Translate): string[] {
  const { tokens, tokensPerSecond, ttftMs, tokenSource } = metrics
  const figures: string[] = []
  if (tokensPerSecond !== null) figures.push(t('chat.answer.speed', { speed: formatSpeed(tokensPerSecond) }))
  if (ttftMs !== null) figures.push(t('chat.answer.firstToken', { time: formatDuration(ttftMs) }))
  const counted = { count: tokens, figure: formatCount(tokens) }
  if (tokens > 0)
    figures.push(
      tokenSource === 'estimated' ? t('chat.answer.aboutTokens', counted) : t('chat.answer.tokens', counted),
    )
  return figures
}

/** That another tier answered than was wanted; null when nothing is to be remarked. */
export function missedTierText(
  route: RouteDecision | null,
  answeredBy: AnsweredBy | null,
  t: Translate,
): string | null {
  if (route === null || answeredBy === null || answeredBy.tier === route.wantedTier) return null
  // Who chose a node or a model wanted no tier.
  if (route.forced === 'node' || route.forced === 'model') return null
  return t('chat.answer.missed', { tier: tierName(route.wantedTier, t) })
}
