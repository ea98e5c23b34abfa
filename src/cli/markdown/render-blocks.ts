import { Lexer, type Token, type Tokens } from 'marked'
import type { Style } from '../text/style'
import { displayWidth } from '../text/width'
import { type Run, wrapRuns } from '../text/wrap'
import type { Page } from './page'
import { inlineRuns } from './render-inline'
import { tableLines } from './render-table'

const asIs = (text: string) => text
const runsOf = (
  token: { tokens?: Token[] | undefined; text?: string; raw: string },
  style: Style,
  paint = asIs,
): Run[] =>
  token.tokens === undefined
    ? [{ text: token.text ?? token.raw, paint }]
    : inlineRuns(token.tokens, paint, style)

const indented = (lines: readonly string[], first: string, others: string) =>
  lines.map((line, index) => (index === 0 ? first + line : line === '' ? '' : others + line))

export const codeLine = (text: string, { style }: Page) => `  ${style.accent(text.replaceAll('\t', '    '))}`

function headingLines(token: Tokens.Heading, { style, columns }: Page): string[] {
  const sign = '#'.repeat(token.depth)
  const paint = token.depth <= 2 ? (text: string) => style.bold(style.underline(text)) : style.bold
  const runs = runsOf(token, style, paint)
  return wrapRuns(style.hasColour ? runs : [{ text: `${sign} `, paint: asIs }, ...runs], columns)
}

function itemLines(item: Tokens.ListItem, sign: string, page: Page): string[] {
  const box = item.task ? `[${item.checked === true ? 'x' : ' '}] ` : ''
  const first = `${page.style.dim(sign)} ${box}`
  const room = displayWidth(sign) + 1
  const inner = blockLines(item.tokens, { ...page, columns: page.columns - room - box.length }, item.loose)
  return inner.length === 0 ? [first.trimEnd()] : indented(inner, first, ' '.repeat(room))
}

function listLines(list: Tokens.List, page: Page): string[] {
  const start = typeof list.start === 'number' ? list.start : 1
  return list.items.flatMap((item, index) => {
    const lines = itemLines(item, list.ordered ? `${start + index}.` : '•', page)
    return list.loose && index > 0 ? ['', ...lines] : lines
  })
}

function tokenLines(token: Token, page: Page): string[] {
  const { style, columns } = page
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return []
    case 'heading':
      return headingLines(token as Tokens.Heading, page)
    case 'hr':
      return [style.dim('─'.repeat(Math.min(columns, 40)))]
    case 'code':
      return (token as Tokens.Code).text.split('\n').map(line => codeLine(line, page))
    case 'blockquote': {
      const inner = blockLines(token.tokens ?? [], { ...page, columns: columns - 2 }, true)
      return inner.map(line => `${style.dim('│')} ${line}`.trimEnd())
    }
    case 'list':
      return listLines(token as Tokens.List, page)
    case 'table':
      return tableLines(token as Tokens.Table, page)
    case 'html':
      return wrapRuns([{ text: token.raw.trimEnd(), paint: style.dim }], columns)
    default:
      return wrapRuns(runsOf(token, style), columns)
  }
}

/** Lines of several blocks. @param isLoose with an empty line between them */
function blockLines(tokens: readonly Token[], page: Page, isLoose: boolean): string[] {
  const lines: string[] = []
  for (const token of tokens) {
    const added = tokenLines(token, page)
    if (added.length === 0) continue
    if (isLoose && lines.length > 0) lines.push('')
    lines.push(...added)
  }
  return lines
}

/** Longer than any line people write; what is longer is shown as it came. */
const maxLexed = 40_000

/** Lines of a piece of Markdown, at most so many columns each but for code and tables that have no room. */
export function renderMarkdown(source: string, page: Page): string[] {
  if (source.length > maxLexed) return wrapRuns([{ text: source, paint: asIs }], page.columns)
  return blockLines(new Lexer({ gfm: true }).lex(source), page, true)
}
