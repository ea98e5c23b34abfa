import type { Translate } from '../texts/translator'
import type { AnswerStage } from './chat'

export interface StageWords {
  stage: AnswerStage | null
  node: string | null
  ahead?: number | null | undefined
  expectedMs?: number | null | undefined
}

function aboutText(ms: number, t: Translate): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds <= 90
    ? t('words.about.seconds', { count: seconds })
    : t('words.about.minutes', { count: Math.round(seconds / 60) })
}

function queueText(ahead: number | null, time: string | null, t: Translate): string {
  if (ahead === null) {
    return time === null ? t('words.stage.queued') : t('words.stage.queuedAbout', { time })
  }
  if (ahead === 0) return time === null ? t('words.stage.next') : t('words.stage.nextAbout', { time })
  return time === null ? t('words.stage.inLine', { ahead }) : t('words.stage.inLineAbout', { ahead, time })
}

function loadingText(node: string | null, time: string | null, t: Translate): string {
  if (node === null) {
    return time === null ? t('words.stage.loading') : t('words.stage.loadingAbout', { time })
  }
  return time === null
    ? t('words.stage.loadingOn', { node })
    : t('words.stage.loadingOnAbout', { node, time })
}

function wakingText(node: string | null, time: string | null, t: Translate): string {
  if (node === null) return stageText({ stage: 'waiting', node }, t)
  return time === null ? t('words.stage.waking', { node }) : t('words.stage.wakingAtMost', { node, time })
}

/** What a waiting user is told, in the order it happens. */
export function stageText(
  { stage, node, ahead = null, expectedMs = null }: StageWords,
  t: Translate,
): string {
  const time = expectedMs === null ? null : aboutText(expectedMs, t)
  switch (stage) {
    case null:
    case 'routing':
      return node === null ? t('words.stage.choosing') : t('words.stage.goingOn', { node })
    case 'queued':
      return queueText(ahead, time, t)
    case 'waiting':
      return time === null ? t('words.stage.waiting') : t('words.stage.waitingAtMost', { time })
    case 'waking':
      return wakingText(node, time, t)
    case 'connecting':
      return node === null ? t('words.stage.connecting') : t('words.stage.connectingTo', { node })
    case 'loading':
      return loadingText(node, time, t)
    case 'reading':
      return node === null ? t('words.stage.reading') : t('words.stage.readingOn', { node })
    case 'writing':
      return node === null ? t('words.stage.writing') : t('words.stage.writingOn', { node })
  }
}
