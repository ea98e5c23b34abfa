import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStyle } from '../text/style'
import { displayWidth } from '../text/width'
import { createMarkdownStream } from './markdown-stream'

/** What was printed of a text that came in these pieces. */
function printed(pieces: readonly string[], { columns = 60, colour = false } = {}): string[] {
  const prints: string[] = []
  const stream = createMarkdownStream({
    style: createStyle(colour),
    columns: () => columns,
    print: text => prints.push(text),
  })
  for (const piece of pieces) stream.write(piece)
  stream.end()
  return prints
}
const whole = (text: string, options?: { columns?: number; colour?: boolean }) =>
  printed([text], options).join('')

const markdown = `# Heading
Some **bold** text
and more.

- one
- two
  - inner

| a | b |
|---|--:|
| x | 10 |

\`\`\`ts
const a = 1

const b = 2
\`\`\`
1. first
2. second
> quote

end`

describe('a streamed answer', () => {
  it('looks the same however it is cut into pieces', () => {
    const expected = whole(markdown)
    fc.assert(
      fc.property(fc.array(fc.nat(markdown.length), { maxLength: 12 }), cuts => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), markdown.length]
        const pieces = at.slice(1).map((end, index) => markdown.slice(at[index], end))
        expect(printed(pieces).join('')).toBe(expected)
      }),
    )
  })

  it('prints a block when it has ended, and a line of code at once', () => {
    const prints: string[] = []
    const stream = createMarkdownStream({
      style: createStyle(false),
      columns: () => 60,
      print: text => prints.push(text),
    })
    stream.write('A paragraph that goes')
    expect(prints).toEqual([])
    expect(stream.tail()).toBe('A paragraph that goes')
    stream.write(' on.\n\n```\nline one\nline')
    expect(prints.join('')).toBe('A paragraph that goes on.\n\n  line one\n')
    stream.write(' two\n')
    expect(prints.join('')).toContain('line two')
  })

  it('keeps within the columns, wide characters and long words too', () => {
    const text =
      '日本語のとても長い文章がここにあります。 ordinary words https://example.org/a/very/long/address/that/never/ends 👩‍👩‍👧 done'
    for (const columns of [24, 40, 80]) {
      for (const line of whole(`- ${text}\n\n> ${text}\n\n${text}`, { columns }).split('\n')) {
        expect(displayWidth(line)).toBeLessThan(columns)
      }
    }
  })

  it('shows where a link really leads, and never makes one of its own', () => {
    const out = whole(
      '[https://bank.example](https://xn--80ak6aa92e.com/) and [here](javascript:alert(1)) [м](https://раураl.com)',
      { colour: true, columns: 200 },
    )
    expect(out).toContain('https://xn--80ak6aa92e.com/')
    expect(out).toContain('javascript:alert(1)')
    expect(out).toContain('https://xn--')
    expect(out).not.toContain('\u001b]8')
  })

  it('sets nothing off by escapes where there is no colour, and loses no marks', () => {
    const out = whole('**a** _b_ `c` ~~d~~\n\n# e')
    expect(out).toBe('**a** _b_ `c` ~~d~~\n\n# e\n')
  })

  it('shows HTML as text', () => {
    expect(whole('<script>alert(1)</script>\n\na <b>x</b> &amp; b')).toBe(
      '<script>alert(1)</script>\n\na <b>x</b> & b\n',
    )
  })

  it('keeps a block of code within its item', () => {
    expect(whole('- do\n\n  ```sh\n  ls\n\n  pwd\n  ```\n- then')).toBe('• do\n\n    ls\n\n    pwd\n• then\n')
  })

  it('takes time in line with the length of hostile texts', () => {
    for (const text of [
      '['.repeat(20_000),
      '*a '.repeat(8000),
      '> '.repeat(2000),
      `${'- '.repeat(500)}x`,
      '|'.repeat(20_000),
    ]) {
      const before = performance.now()
      whole(text)
      expect(performance.now() - before).toBeLessThan(8000)
    }
  })
})
