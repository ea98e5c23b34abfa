import { beforeAll, describe, expect, it } from 'vitest'
import type { Block, Inline } from '../ast'
import { parseModelMarkdown, readDocument, readModelBlock } from '../document'
import { limits } from '../limits'
import { loadMender } from '../open-tail'

beforeAll(loadMender)

/** Formulas as `display:tex` or `inline:tex`, in order, wherever they are. */
function formulas(text: string, streaming = false): string[] {
  const found: string[] = []
  const inlines = (items: readonly Inline[]): void => {
    for (const item of items) {
      if (item.kind === 'math') found.push(`${item.display ? 'display' : 'inline'}:${item.tex}`)
      else if ('children' in item) inlines(item.children)
    }
  }
  const blocks = (items: readonly Block[]): void => {
    for (const block of items) {
      if (block.kind === 'math') found.push(`${block.open ? 'open' : 'display'}:${block.tex}`)
      if (block.kind === 'paragraph' || block.kind === 'heading') inlines(block.children)
      if (block.kind === 'quote') blocks(block.blocks)
      if (block.kind === 'list') for (const item of block.items) blocks(item.blocks)
      if (block.kind === 'table') for (const cell of [...block.header, ...block.rows.flat()]) inlines(cell)
    }
  }
  blocks(parseModelMarkdown(text, streaming))
  return found
}

const written = (text: string, streaming = false) => JSON.stringify(parseModelMarkdown(text, streaming))

describe('formulas', () => {
  it.each([
    ['the $n$th and $k$-means', ['inline:n', 'inline:k']],
    ['$a_1 * b_2 * c$', ['inline:a_1 * b_2 * c']],
    ['**bold $x_1$ and $y_2$**', ['inline:x_1', 'inline:y_2']],
    ['\\(x\\) and \\( a + b \\)', ['inline:x', 'inline:a + b']],
    ['so $$x = 1$$ holds', ['display:x = 1']],
    ['where\n\\[\nx = 1\n\\]\nholds', ['display:x = 1']],
    ['\\[ x^2 \\]', ['display:x^2']],
    ['$$\na\n\n= b\n$$', ['display:a\n\n= b']],
    ['$$\n- x\n# y\n$$', ['display:- x\n# y']],
    ['1. first\n   $$\n   x\n   $$\n2. then', ['display:x']],
    ['- a \\[ y \\]', ['display:y']],
    ['> $z$', ['inline:z']],
    ['| a |\n|---|\n| $x$ |', ['inline:x']],
    ['$$x$$.', ['display:x']],
    ['$5$ and $2x$', ['inline:5', 'inline:2x']],
    ['$|x|$ \\$5', ['inline:|x|']],
    ['$\\text{cost } \\$5$', ['inline:\\text{cost } \\$5']],
    ['$\\alpha$,$\\beta$', ['inline:\\alpha', 'inline:\\beta']],
  ])('are found in %j', (text, expected) => {
    expect(formulas(text)).toEqual(expected)
  })

  it.each([
    'It costs $5 and $6.',
    'From $5 to $10, or $5-$10, or $1,000/$2,000.',
    '5$ and 6$ or US$5 vs. A$6',
    '$HOME/$USER and $PATH:$HOME',
    'I paid $5 (or 5$) today',
    'the $variable is bound to x$ here',
    '$20 per month and then $30 per year$',
    'a lone $ and another $ sign',
    '`$x$` and ``$y$``',
    '    $indented$',
    '```\n$x$ $$y$$ \\[z\\]\n```',
    '\\$x\\$',
    '\\[sic\\] and \\(optional\\)',
    '\\[link\\](https://a.example)',
    '$$',
    '$$ $$',
    '$$never closed\n\nnext',
    '$ x$ and $x $',
    'price: $5\n\nother: $6',
  ])('are not seen in %j', text => {
    expect(formulas(text)).toEqual([])
  })

  it('keep everything else a text says when they are never closed', () => {
    const text = `$$\nx = 1\n\n# Head\n\n- item\n\n\`\`\`ts\ncode\n\`\`\`\n\nend`
    const kinds = parseModelMarkdown(text).map(block => block.kind)
    expect(kinds).toContain('heading')
    expect(kinds).toContain('list')
    expect(kinds).toContain('code')
  })

  it('give up on an end that does not come, and lose nothing by it', () => {
    const text = `$$\n${'words of an answer\n\n'.repeat(400)}# Head`
    expect(formulas(text)).toEqual([])
    expect(written(text)).toContain('Head')
    expect(written(text).match(/words of an answer/g)).toHaveLength(400)
  })

  it('are no more than the limit in one block', () => {
    const quote = `> $x$ ${'plain words '.repeat(4)}\n`.repeat(300)
    expect(formulas(quote)).toHaveLength(limits.formulas)
    expect(written(quote).match(/plain words/g)).toHaveLength(1_200)
  })
})

describe('a formula that is still being written', () => {
  it('is its source until it is closed, not half emphasised', () => {
    expect(written('so $a_1 + b*c', true)).toContain('$a_1 + b*c')
    expect(written('so $a_1 + b*c', true)).not.toContain('emphasis')
    expect(written('so \\(a_1 + _b', true)).not.toContain('emphasis')
    expect(formulas('so $a_1 + b*c$', true)).toEqual(['inline:a_1 + b*c'])
  })

  it('on lines of its own is one block that says it is open', () => {
    expect(formulas('$$\n\\frac{1}', true)).toEqual(['open:\\frac{1}'])
    expect(formulas('\\[\nx\n\n- y', true)).toEqual(['open:x\n\n- y'])
    expect(formulas('$$\n\\frac{1}{2}\n$$', true)).toEqual(['display:\\frac{1}{2}'])
  })

  it('leaves what is before it to be mended', () => {
    expect(written('a **bold $x$ tex', true)).toContain('strong')
    expect(written('**b** costs $5 and **tw', true).match(/strong/g)).toHaveLength(2)
  })

  it.each([
    'a $x_1$ b $$y$$ c\n\n$$\nz\n\n=1\n$$\n\nend $5 and $6',
    '1. a\n\n   \\[\n   x\n   \\]\n\n2. b \\(y\\)',
    '$$ open\nstill\n\n# not any more',
    '$$\n```\ncode\n```\n$$ x',
  ])('%j ends as if it came at once', text => {
    let document: ReturnType<typeof readDocument> | undefined
    for (let end = 1; end < text.length; end += 1) document = readDocument(text.slice(0, end), true, document)
    const streamed = readDocument(text, false, document)
    expect(streamed.blocks.flatMap(block => readModelBlock(block, streamed.definitions))).toEqual(
      parseModelMarkdown(text),
    )
  })
})
