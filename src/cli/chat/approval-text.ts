import type { ApprovalRequest, ShownText } from '../../shared/entities'
import { riskWord } from '../../shared/entities/tool-words'
import { english } from '../../shared/texts/english'
import type { Terminal } from '../output'
import { withoutControls } from '../output'
import { splitAt } from '../text/width'

/** Lines of the exact text that are shown unasked: so many from the beginning, and so many from the end. */
const headLines = 12
const tailLines = 6

/** No character is left out: a line that is too long goes on in the next. */
function brokenLines(text: string, columns: number): string[] {
  return text.split('\n').flatMap(line => {
    const lines: string[] = []
    let rest = line
    do {
      const [part, left] = splitAt(rest, columns)
      // A character wider than the room stands there all the same.
      lines.push(part === '' ? rest : part)
      rest = part === '' ? '' : left
    } while (rest !== '')
    return lines
  })
}

const sizeOf = ({ bytes }: ShownText) => (bytes === 1 ? '1 byte' : `${bytes} bytes`)

/** What is asked, with the exact text; the middle of a long one only when it is asked for. */
export function approvalLines(
  { title, risk, exact, cwd, reasons }: ApprovalRequest,
  { style, columns }: Pick<Terminal, 'style' | 'columns'>,
  { isWhole }: { isWhole: boolean },
): string[] {
  // Made visible by the coordinator already; this is for one that is not what it seems.
  const lines = brokenLines(withoutControls(exact.text), Math.max(10, columns() - 5))
  const isLong = !isWhole && lines.length > headLines + tailLines + 1
  const hidden = lines.length - headLines - tailLines
  const shown = isLong ? [...lines.slice(0, headLines), null, ...lines.slice(-tailLines)] : lines
  return [
    '',
    `${style.attention('?')} ${style.bold(withoutControls(title))} ${style.dim(`(${riskWord(risk, english)})`)}`,
    ...(cwd === null ? [] : [style.dim(`  in ${withoutControls(cwd)}`)]),
    ...reasons.map(reason => style.dim(`  ${withoutControls(reason)}`)),
    ...shown.map(line =>
      line === null
        ? style.dim(`  ┆ ${hidden} more lines: v shows all`)
        : `  ${style.attention('┃')} ${line}`,
    ),
    ...(exact.isCut ? [style.dim(`  It is ${sizeOf(exact)} long; its middle is left out.`)] : []),
  ]
}

export function approvalPrompt({
  canRemember,
  remainingMs,
}: Pick<ApprovalRequest, 'canRemember' | 'remainingMs'>): string {
  const remember = canRemember ? ', r remember for 24 h' : ''
  return `  y allow, n deny, n WHY${remember}, v view all (${Math.max(1, Math.ceil(remainingMs / 1000))} s) › `
}
