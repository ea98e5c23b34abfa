import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import '../texts'
import { TooltipProvider } from '../ui'
import { parseModelMarkdown, readDocument, readModelBlock } from './document'
import { expensive, hostile } from './hostile.fixture'
import { ModelMarkdown } from './model-markdown'
import { loadMender } from './open-tail'

beforeAll(loadMender)

const html = (text: string, streaming = false) =>
  renderToStaticMarkup(
    <TooltipProvider>
      <ModelMarkdown text={text} streaming={streaming} />
    </TooltipProvider>,
  )

const allowedElements = new Set([
  ...['div', 'p', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'hr', 'br', 'figure', 'figcaption'],
  ...[
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'pre',
    'code',
    'strong',
    'em',
    'del',
    'span',
    'a',
    'input',
  ],
  ...['button', 'svg', 'path', 'rect', 'line', 'polyline', 'circle'],
])
const allowedAttributes = new Set([
  ...[
    'class',
    'dir',
    'data-level',
    'data-state',
    'start',
    'scope',
    'title',
    'draggable',
    'href',
    'target',
    'rel',
  ],
  ...[
    'aria-hidden',
    'aria-label',
    'aria-haspopup',
    'aria-expanded',
    'aria-pressed',
    'id',
    'data-long',
    'tabindex',
    'type',
    'checked',
    'disabled',
    'style',
  ],
  ...[
    'xmlns',
    'width',
    'height',
    'viewBox',
    'fill',
    'stroke',
    'stroke-width',
    'stroke-linecap',
    'stroke-linejoin',
  ],
  ...['d', 'x', 'y', 'rx', 'ry', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'points'],
])

/** Reads serialised markup as a tokenizer would: React escapes `<`, `>`, `&` and `"` in text and attribute values. */
function offences(markup: string): string[] {
  const found: string[] = []
  for (const [, name = '', attributes = ''] of markup.matchAll(
    /<\/?([a-zA-Z][^\s/>]*)((?:[^">]|"[^"]*")*)>/g,
  )) {
    if (!allowedElements.has(name)) found.push(`<${name}>`)
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([^\s="/]+)(?:="([^"]*)")?/g)) {
      if (!allowedAttributes.has(attribute)) found.push(`${name}[${attribute}]`)
      if (attribute === 'id' && !value.startsWith('radix-')) found.push(`id=${value}`)
      if (attribute === 'href' && !/^(?:https?:\/\/|mailto:)/.test(value)) found.push(`href=${value}`)
      if (attribute === 'style' && !/^contain-intrinsic-block-size:auto [\d.]+rem$/.test(value))
        found.push(value)
    }
  }
  return found
}

describe('offences', () => {
  it('sees what the tests below are looking for', () => {
    expect(offences('<p>a</p><img src="x"/><a href="javascript:x" onclick="y">z</a>')).toEqual([
      '<img>',
      'img[src]',
      'href=javascript:x',
      'a[onclick]',
    ])
  })
})

describe('ModelMarkdown', () => {
  it.each(hostile)('makes nothing but allowed elements of %j', text => {
    for (let end = 1; end <= text.length; end += 1) {
      expect(offences(html(text.slice(0, end), true)), text.slice(0, end)).toEqual([])
    }
    expect(offences(html(text))).toEqual([])
  })

  it('makes nothing but allowed elements of all of it in one text', () => {
    expect(offences(html(hostile.join('\n\n')))).toEqual([])
  })

  it('shows raw HTML as the text it is', () => {
    expect(html('<img src=x onerror=alert(1)>')).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  it('never loads an image: a chip names its host and asks like any link', () => {
    const markup = html('![chart](https://sink.example/?q=SECRET)')
    expect(markup).toContain('Image: chart')
    expect(markup).toContain('sink.example')
    expect(markup).toMatch(
      /<a href="https:\/\/sink\.example\/\?q=SECRET" target="_blank" rel="noopener noreferrer nofollow"/,
    )
  })

  it('prints the real host beside a link that names another', () => {
    expect(html('[https://bank.example](https://evil.example/)')).toContain('(evil.example)')
    expect(html('[good.example](https://good.example@evil.example)')).toContain('(evil.example)')
    expect(html('[аpple.com](https://аpple.com)')).toContain('(xn--pple-43d.com)')
  })

  it('keeps the text of a refused link and says where it would have led', () => {
    const markup = html('[click me](javascript:alert(1))')
    expect(markup).toContain('click me')
    expect(markup).toContain('javascript:alert(1)')
    expect(markup).not.toContain('<a ')
  })

  it('does not let the text of a link reorder the host beside it', () => {
    expect(html('[a\u202egpj.example](https://evil.example)')).toContain('a⟨U+202E⟩gpj.example')
    expect(html('plain \u202e text')).toContain('⟨U+202E⟩')
    expect(html('[x\u200fy](https://evil.example)')).toContain('x⟨U+200F⟩y')
  })

  it('makes characters that hide or reorder code visible', () => {
    expect(html('```\na\u202eb\n```')).toContain('a⟨U+202E⟩b')
    expect(html('`a\u200bb`')).toContain('a⟨U+200B⟩b')
  })

  it('cuts long code into chunks the browser can skip', () => {
    const code = Array.from({ length: 200 }, (_, index) => `line ${index}`).join('\n')
    expect(html(`\`\`\`text\n${code}\n\`\`\``).match(/class="code-chunk"/g)).toHaveLength(4)
  })

  it('shows a megabyte on one line without interpreting it', () => {
    expect(html('*a'.repeat(500_000))).toContain('markdown-plain')
  })
})

// The page's types know nothing of Node, in which its tests run.
declare const process: {
  threadCpuUsage(since?: { user: number; system: number }): { user: number; system: number }
}

/** Processor time of this thread, ms, the least of a few runs: what else the machine does is not counted. */
function cost(run: () => void): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const start = process.threadCpuUsage()
      run()
      const { user, system } = process.threadCpuUsage(start)
      return (user + system) / 1000
    }),
  )
}

function stream(text: string): void {
  let document: ReturnType<typeof readDocument> | undefined
  for (let end = 2_000; end <= text.length; end += 2_000) {
    document = readDocument(text.slice(0, end), true, document)
    const last = document.blocks.at(-1)
    if (last !== undefined) readModelBlock(last, document.definitions)
  }
}

describe('cost', () => {
  const size = 100_000
  const fill = (unit: string) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size)
  const prose = fill(`${'A sentence with *some* words and `code`, as models write. '.repeat(6)}\n\n`)
  const proseOnce = cost(() => void parseModelMarkdown(prose))
  const proseStreamed = cost(() => stream(prose))

  // Unguarded these take minutes or overflow the stack; honest text of the same size is the yardstick.
  it.each(expensive)('of 100 kB of %j is within a small multiple of prose', unit => {
    const text = fill(unit)
    expect(cost(() => void parseModelMarkdown(text))).toBeLessThan(30 * proseOnce)
    expect(cost(() => stream(text))).toBeLessThan(100 * proseStreamed)
  })
})
