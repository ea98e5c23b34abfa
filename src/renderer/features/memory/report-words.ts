import type { ImportReport } from '../../../shared/entities'
import { plural } from '../../format'

const formats: Readonly<Record<ImportReport['format'], string>> = {
  harombe: 'An export of harombe',
  chatgpt: 'An export of ChatGPT',
}

const amount = ({ conversations, messages }: ImportReport) =>
  `${plural(conversations, 'chat')} with ${plural(messages, 'message')}`

const here = ({ skipped }: ImportReport) =>
  skipped === 0 ? '' : ` ${plural(skipped, 'chat is', 'chats are')} here already and left alone.`

/** What an import would do. */
export function plannedText(report: ImportReport): string {
  if (report.conversations === 0) return `${formats[report.format]} with nothing new in it.${here(report)}`
  return `${formats[report.format]}. It would add ${amount(report)}.${here(report)}`
}

/** What it did. */
export function doneText(report: ImportReport): string {
  const added = report.conversations === 0 ? 'Nothing was added.' : `Added ${amount(report)}.`
  return `${added}${here(report)}`
}
