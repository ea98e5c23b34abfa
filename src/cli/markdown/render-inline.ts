import type { Token, Tokens } from 'marked'
import type { Style } from '../text/style'
import type { Run } from '../text/wrap'

type Paint = (text: string) => string

const marks = { strong: '**', em: '_', del: '~~', codespan: '`' } as const

/** Where colours cannot set it off, the characters it was written with do. */
const marked = (style: Style, mark: string) => (style.hasColour ? '' : mark)

/** The address as a browser would go there, so that a name that only looks like another is seen; as it is where it is none. */
function realTarget(href: string): string {
  try {
    const { protocol, href: real } = new URL(href)
    return protocol === 'http:' || protocol === 'https:' || protocol === 'mailto:' ? real : href
  } catch {
    return href
  }
}

/** Entities of HTML that the lexer leaves in its texts. */
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
export const decoded = (text: string) =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => entities[name] ?? whole)

function linkRuns({ href, text, tokens }: Tokens.Link, paint: Paint, style: Style): Run[] {
  const target = realTarget(decoded(href))
  const label = decoded(text)
  const address: Run = { text: target, paint: each => style.dim(style.underline(each)), isWhole: true }
  if (label === target || `mailto:${label}` === target || `${label}/` === target) return [address]
  const open: Run = { text: ' (', paint: style.dim }
  const close: Run = { text: ')', paint: style.dim }
  return [...inlineRuns(tokens, each => style.underline(paint(each)), style), open, address, close]
}

const innerOf = (token: Token): Token[] | undefined => ('tokens' in token ? token.tokens : undefined)
const textOf = (token: Token): string =>
  token.type !== 'html' && 'text' in token ? decoded(token.text) : token.raw

function tokenRuns(token: Token, paint: Paint, style: Style): Run[] {
  const within = (set: Paint, mark: string): Run[] => {
    const sign: Run = { text: marked(style, mark), paint }
    const inner = inlineRuns(innerOf(token) ?? [], text => set(paint(text)), style)
    return mark === '' ? inner : [sign, ...inner, sign]
  }
  switch (token.type) {
    case 'strong':
      return within(style.bold, marks.strong)
    case 'em':
      return within(style.italic, marks.em)
    case 'del':
      return within(style.strike, marks.del)
    case 'codespan': {
      const sign = marked(style, marks.codespan)
      return [{ text: `${sign}${token.text}${sign}`, paint: text => style.accent(paint(text)) }]
    }
    case 'br':
      return [{ text: '\n', paint }]
    case 'link':
      return linkRuns(token as Tokens.Link, paint, style)
    case 'image': {
      const { href, text } = token as Tokens.Image
      const label = text === '' ? 'image' : `image: ${decoded(text)}`
      return [{ text: `[${label}] (${realTarget(decoded(href))})`, paint: style.dim }]
    }
    case 'checkbox':
      return []
    default: {
      const inner = innerOf(token)
      return inner === undefined ? [{ text: textOf(token), paint }] : inlineRuns(inner, paint, style)
    }
  }
}

/** Inline Markdown as runs of text. HTML is shown as it is written. */
export function inlineRuns(tokens: readonly Token[], paint: Paint, style: Style): Run[] {
  return tokens.flatMap(token => tokenRuns(token, paint, style)).filter(({ text }) => text !== '')
}
