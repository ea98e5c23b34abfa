import { tierName } from '../../../../shared/entities/tier-words'
import type { Translate } from '../../../../shared/texts/translator'
import { formatCount, formatDuration, formatShare } from '../../../format'
import type { StatusShape } from '../../../ui'
import { questionsNeeded, type VerdictAdvice, type VerdictReason, type VerdictState } from './verdict'

export const verdictShapes: Readonly<Record<VerdictState, StatusShape>> = {
  empty: 'idle',
  down: 'danger',
  too_little: 'held',
  well: 'ok',
  fair: 'warn',
  badly: 'danger',
}

/** More are only counted by the sentence itself. */
const namesShown = 4

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ')
  return names.length > namesShown ? `${shown}, …` : shown
}

export function reasonText(reason: VerdictReason, t: Translate): string {
  switch (reason.kind) {
    case 'few':
      return t('cluster.figures.verdict.reason.few', { count: reason.count, needed: questionsNeeded })
    case 'noneOnline':
      return t('cluster.figures.verdict.reason.noneOnline', { count: reason.count })
    case 'success':
      return t('cluster.figures.verdict.reason.success', {
        count: reason.count,
        share: formatShare(reason.share),
      })
    case 'failed':
      return t('cluster.figures.verdict.reason.failed', {
        count: reason.count,
        total: formatCount(reason.total),
        share: formatShare(reason.share),
      })
    case 'rejected':
      return t('cluster.figures.verdict.reason.rejected', { count: reason.count })
    case 'slowStart':
    case 'quickStart':
    case 'queue':
      return t(`cluster.figures.verdict.reason.${reason.kind}`, { time: formatDuration(reason.ms) })
    case 'failovers':
    case 'fallbacks':
      return t(`cluster.figures.verdict.reason.${reason.kind}`, { share: formatShare(reason.share) })
    case 'simpleKept':
    case 'simpleLost':
      return t(`cluster.figures.verdict.reason.${reason.kind}`, {
        share: formatShare(reason.share),
        tier: tierName(0, t),
      })
    case 'away':
    case 'tripped':
    case 'missingModel':
      return t(`cluster.figures.verdict.reason.${reason.kind}`, {
        count: reason.names.length,
        names: listed(reason.names),
      })
  }
}

export function adviceText(advice: VerdictAdvice, t: Translate): string {
  switch (advice.kind) {
    case 'addNode':
    case 'moreSlots':
    case 'readFailures':
      return t(`cluster.figures.verdict.advice.${advice.kind}`)
    case 'addTier':
      return t('cluster.figures.verdict.advice.addTier', { tier: advice.tier })
    case 'wake':
    case 'check':
    case 'look':
    case 'getModel':
    case 'smallerModel':
      return t(`cluster.figures.verdict.advice.${advice.kind}`, { node: advice.node })
  }
}
