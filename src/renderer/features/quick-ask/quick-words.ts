import { stageText } from '../../../shared/entities/stage-words'
import { toolTitle } from '../../../shared/entities/tool-words'
import type { Translate } from '../../../shared/texts/translator'
import type { QuickState } from './quick-store'

/** Who answered and with what, or what the reader waits for. */
export function quickStage({ status, answer }: QuickState, t: Translate): string {
  if (status === 'empty') return t('shell.quick.hint')
  if (status === 'sending') return t('shell.quick.sending')
  if (status === 'failed') return t('shell.quick.failed')
  const { answeredBy } = answer
  if (status === 'answering') {
    if (answer.tool !== null) return t('shell.quick.tool', { tool: toolTitle(answer.tool, t) })
    const node = answer.node ?? answeredBy?.node ?? null
    return stageText({ stage: answer.stage, node, ahead: answer.ahead, expectedMs: answer.expectedMs }, t)
  }
  const who = answeredBy ?? answer.finished?.answeredBy ?? null
  const isStopped = answer.finished?.state === 'cancelled'
  if (who === null) return isStopped ? t('shell.quick.stopped') : t('shell.quick.done')
  return isStopped
    ? t('shell.quick.stoppedOn', { node: who.node, model: who.model })
    : t('shell.quick.by', { node: who.node, model: who.model })
}
