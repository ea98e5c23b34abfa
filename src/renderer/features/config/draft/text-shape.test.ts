import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftText, fileText } from './text-shape'

const line = fc.constantFrom('a: 1', 'b:', '  c: 2', '', '# words', '  - x')
const end = fc.constantFrom('\n', '\r\n')
const fileWithAnyEnds = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(line, end), { maxLength: 30 }), line)
  .map(
    ([mark, lines, last]) => `${mark ? '\ufeff' : ''}${lines.map(parts => parts.join('')).join('')}${last}`,
  )

describe('the shape of a file', () => {
  it('comes back byte for byte where nothing was changed', () => {
    fc.assert(
      fc.property(fileWithAnyEnds, file => {
        expect(fileText(draftText(file), file)).toBe(file)
      }),
    )
  })

  it('keeps what was changed, whatever the line ends', () => {
    fc.assert(
      fc.property(fileWithAnyEnds, fc.array(line, { maxLength: 30 }), (file, lines) => {
        const draft = lines.join('\n')
        expect(draftText(fileText(draft, file))).toBe(draft)
      }),
    )
  })

  it('gives a new line the end of its neighbours, and leaves those of others', () => {
    const file = 'a: 1\r\nb: 2\r\nc: 3\nd: 4\n'
    expect(fileText('a: 1\nx: 0\nb: 2\nc: 3\nd: 5\n', file)).toBe('a: 1\r\nx: 0\r\nb: 2\r\nc: 3\nd: 5\n')
  })
})
