import { matchesIn } from './find-text'

/** What stands in a message but is not said in it. */
const skipped = 'button, svg, .sr-only, .katex-mathml, [aria-hidden="true"]'

const blockTags = new Set(
  'P LI TD TH H1 H2 H3 H4 H5 H6 PRE BLOCKQUOTE DIV DT DD FIGURE SECTION ARTICLE UL OL TABLE TR'.split(' '),
)

function blockOf(node: Node): Element | null {
  let element = node.parentElement
  while (element !== null && !blockTags.has(element.tagName)) element = element.parentElement
  return element
}

interface Piece {
  node: Text
  start: number
}

/** The text of all `roots` as it is read: words run on over bold and links, and end with their paragraph. */
function readText(roots: Iterable<Element>): { text: string; pieces: Piece[] } {
  const pieces: Piece[] = []
  let text = ''
  let block: Element | null = null
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
      acceptNode: node =>
        node instanceof Element
          ? node.matches(skipped)
            ? NodeFilter.FILTER_REJECT
            : NodeFilter.FILTER_SKIP
          : NodeFilter.FILTER_ACCEPT,
    })
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!(node instanceof Text)) continue
      const own = blockOf(node)
      if (own !== block && text !== '') text += '\n'
      block = own
      pieces.push({ node, start: text.length })
      text += node.data
    }
  }
  return { text, pieces }
}

function placeOf(pieces: readonly Piece[], offset: number, from: number): number {
  let at = from
  while (at + 1 < pieces.length && (pieces[at + 1]?.start ?? Number.POSITIVE_INFINITY) <= offset) at += 1
  return at
}

/** Where the words stand in what was said in a message, in order. The marks of `data-said` say where that is. */
export function rangesIn(message: Element, query: string, matchCase: boolean): Range[] {
  const { text, pieces } = readText(message.querySelectorAll('[data-said]'))
  const ranges: Range[] = []
  let at = 0
  for (const start of matchesIn(text, query, matchCase)) {
    const end = start + query.length
    at = placeOf(pieces, start, at)
    const last = placeOf(pieces, end - 1, at)
    const [first, final] = [pieces[at], pieces[last]]
    if (first === undefined || final === undefined) continue
    const range = document.createRange()
    range.setStart(first.node, Math.min(start - first.start, first.node.length))
    range.setEnd(final.node, Math.min(end - final.start, final.node.length))
    ranges.push(range)
  }
  return ranges
}
