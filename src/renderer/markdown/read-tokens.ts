import type { MarkedToken, Token, Tokens } from 'marked'
import type { Alignment, Block, Inline, ListItem } from './ast'
import { decodeReferences, revealHidden, revealOverrides } from './characters'
import { misleadingHost, readExternalTarget } from './external-target'
import { inlineText } from './inline-text'
import { limits } from './limits'
import { isMathToken } from './math/marked-math'

// The union's catch-all member makes every token "generic"; beside formulas there are only marked's own.
const own = (token: Token) => token as MarkedToken

const lineBreak = /^<br\s*\/?>$/i

/** The words of a link must not hide or reorder what is printed beside them. */
function revealAll(inlines: Inline[]): Inline[] {
  return inlines.map(inline => {
    if (inline.kind === 'text') return { ...inline, text: revealHidden(inline.text) }
    return 'children' in inline ? { ...inline, children: revealAll(inline.children) } : inline
  })
}

function readLink(token: Tokens.Link, depth: number): Inline {
  const children = revealAll(readInlines(token.tokens, depth + 1))
  const address = token.autolink === true ? token.href : decodeReferences(token.href)
  const target = readExternalTarget(address)
  if (target === null) return { kind: 'refusedLink', address: revealHidden(address), children }
  return { kind: 'link', target, shownHost: misleadingHost(target, inlineText(children)), children }
}

function readInline(token: MarkedToken, depth: number): Inline[] {
  switch (token.type) {
    case 'strong':
      return [{ kind: 'strong', children: readInlines(token.tokens, depth + 1) }]
    case 'em':
      return [{ kind: 'emphasis', children: readInlines(token.tokens, depth + 1) }]
    case 'del':
      // One tilde means "about" far more often than it means deleted.
      if (!token.raw.startsWith('~~')) {
        return [
          { kind: 'text', text: '~' },
          ...readInlines(token.tokens, depth + 1),
          { kind: 'text', text: '~' },
        ]
      }
      return [{ kind: 'strike', children: readInlines(token.tokens, depth + 1) }]
    case 'codespan':
      return [{ kind: 'code', text: revealHidden(token.text) }]
    case 'br':
      return [{ kind: 'break' }]
    case 'link':
      return [readLink(token, depth)]
    case 'image':
      return [
        {
          kind: 'image',
          alt: revealHidden(decodeReferences(token.text)),
          target: readExternalTarget(decodeReferences(token.href)),
        },
      ]
    case 'escape':
      return [{ kind: 'text', text: revealOverrides(token.text) }]
    case 'text':
      return token.tokens === undefined
        ? [{ kind: 'text', text: revealOverrides(decodeReferences(token.raw)) }]
        : readInlines(token.tokens, depth + 1)
    case 'html':
      return lineBreak.test(token.raw)
        ? [{ kind: 'break' }]
        : [{ kind: 'text', text: revealOverrides(token.raw) }]
    case 'checkbox':
      return []
    default:
      return [{ kind: 'text', text: token.raw }]
  }
}

function readInlines(tokens: readonly Token[] | undefined, depth: number): Inline[] {
  if (tokens === undefined) return []
  if (depth > limits.nesting) return [{ kind: 'text', text: tokens.map(token => token.raw).join('') }]
  return tokens.flatMap(token =>
    isMathToken(token)
      ? [{ kind: 'math' as const, tex: token.tex, display: token.display, source: token.raw }]
      : readInline(own(token), depth),
  )
}

function readItem(item: Tokens.ListItem, depth: number): ListItem {
  return {
    checked: item.task ? item.checked === true : null,
    blocks: readBlocks(item.tokens, depth + 1),
  }
}

function readTable(token: Tokens.Table, depth: number): Block {
  const cells = (row: readonly Tokens.TableCell[]) =>
    row.slice(0, limits.tableColumns).map(cell => readInlines(cell.tokens, depth))
  const align: Alignment[] = token.align.slice(0, limits.tableColumns)
  return { kind: 'table', align, header: cells(token.header), rows: token.rows.map(cells) }
}

const headingLevel = (depth: number) => Math.min(6, Math.max(1, depth)) as 1 | 2 | 3 | 4 | 5 | 6

function readBlock(token: MarkedToken, depth: number): Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return []
    case 'hr':
      return [{ kind: 'rule' }]
    case 'heading':
      return [{ kind: 'heading', level: headingLevel(token.depth), children: readInlines(token.tokens, 0) }]
    case 'code': {
      const language = token.lang?.split(/\s/, 1)[0] ?? ''
      return [{ kind: 'code', language, text: token.text, open: false }]
    }
    case 'blockquote':
      return [{ kind: 'quote', blocks: readBlocks(token.tokens, depth + 1) }]
    case 'list': {
      const start = typeof token.start === 'number' ? token.start : 1
      const items = token.items.map(item => readItem(item, depth))
      return [{ kind: 'list', ordered: token.ordered, start, items }]
    }
    case 'table':
      return [readTable(token, 0)]
    case 'paragraph':
    case 'text': {
      const children = token.tokens === undefined ? readInline(token, 0) : readInlines(token.tokens, 0)
      return [{ kind: 'paragraph', children }]
    }
    default:
      return lineBreak.test(token.raw.trim()) ? [] : [{ kind: 'plain', text: token.raw.trimEnd() }]
  }
}

/** Converts what the lexer found; constructs nested deeper than the limit become their own source. */
export function readBlocks(tokens: readonly Token[], depth: number): Block[] {
  if (depth > limits.nesting) return [{ kind: 'plain', text: tokens.map(token => token.raw).join('') }]
  return tokens.flatMap(token => readBlock(own(token), depth))
}
