import type { ImportReport } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { formatCount } from '../../format'

const counted = (count: number) => ({ count, figure: formatCount(count) })

const amounts = ({ conversations, messages }: ImportReport, t: Translate) => ({
  chats: t('memory.import.chats', counted(conversations)),
  messages: t('memory.import.messages', counted(messages)),
})

/** A sentence, and one more on what is there already. */
const withHere = (sentence: string, { skipped }: ImportReport, t: Translate) =>
  skipped === 0 ? sentence : `${sentence} ${t('memory.import.here', counted(skipped))}`

/** What an import would do. */
export function plannedText(report: ImportReport, t: Translate): string {
  const format = t(`memory.import.format.${report.format}`)
  const sentence =
    report.conversations === 0
      ? t('memory.import.nothingNew', { format })
      : t('memory.import.planned', { format, ...amounts(report, t) })
  return withHere(sentence, report, t)
}

/** What it did. */
export function doneText(report: ImportReport, t: Translate): string {
  const sentence =
    report.conversations === 0
      ? t('memory.import.addedNothing')
      : t('memory.import.added', amounts(report, t))
  return withHere(sentence, report, t)
}
