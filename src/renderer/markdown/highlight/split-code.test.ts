import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits'
import { type CodeScan, splitCode } from './split-code'

const line = fc.constantFrom('', 'top', '  indented', '\tdeep', 'x = `', '`', 'y'.repeat(90))
const code = fc.array(line, { maxLength: 300 }).map(lines => lines.join('\n'))

const chunks = (text: string) => {
  const { starts } = splitCode(text)
  return starts.map((start, index) => text.slice(start, starts[index + 1]))
}

describe('splitCode', () => {
  it('cuts at no more than 64 lines', () => {
    fc.assert(
      fc.property(code, text => {
        for (const chunk of chunks(text)) {
          expect(chunk.replace(/\n$/, '').split('\n').length).toBeLessThanOrEqual(limits.codeChunkLines)
        }
      }),
    )
  })

  it('loses nothing', () => {
    fc.assert(fc.property(code, text => chunks(text).join('') === text))
  })

  it('never moves a cut while the code grows', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 1, max: 400 }), (text, size) => {
        let scan: CodeScan | undefined
        for (let end = size; end < text.length; end += size) {
          const next = splitCode(text.slice(0, end), scan)
          expect(next.starts.slice(0, scan?.starts.length ?? 0)).toEqual(scan?.starts ?? [])
          scan = next
        }
        expect(splitCode(text, scan)).toEqual(splitCode(text))
      }),
    )
  })

  it('prefers to cut between top-level statements', () => {
    const body = Array.from({ length: 45 }, (_, index) => `  step(${index})`).join('\n')
    expect(chunks(`function a() {\n${body}\n}\n\nfunction b() {\n${body}\n}`)[1]).toMatch(/^function b/)
  })
})
