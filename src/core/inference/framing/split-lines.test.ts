import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLineSplitter } from './split-lines'

const encoder = new TextEncoder()

function split(chunks: readonly Uint8Array[], lineLimit?: number, totalLimit?: number): (string | null)[] {
  const splitter = createLineSplitter(lineLimit, totalLimit)
  const lines: (string | null)[] = []
  for (const chunk of chunks) lines.push(...splitter.push(chunk))
  return [...lines, splitter.rest()]
}

/** Everything up to a limit that is exceeded, then its name. */
function splitOrFail(chunks: readonly Uint8Array[], lineLimit: number, totalLimit: number): unknown[] {
  const splitter = createLineSplitter(lineLimit, totalLimit)
  const lines: unknown[] = []
  try {
    for (const chunk of chunks) for (const line of splitter.push(chunk)) lines.push(line)
  } catch (error) {
    return [...lines, error instanceof Error ? error.message : error]
  }
  return [...lines, splitter.rest()]
}

describe('createLineSplitter', () => {
  const mixed = 'a\nbä\r\nc😀\rd\n\r\re\r\n\n漢'
  const lines = ['a', 'bä', 'c😀', 'd', '', '', 'e', '', '漢']

  it('ends lines at LF, CR and CRLF, however the bytes are cut in two', () => {
    const bytes = encoder.encode(mixed)
    for (let at = 0; at <= bytes.length; at++) {
      expect(split([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(lines)
    }
  })

  it('gives the same for one byte at a time', () => {
    expect(split([...encoder.encode(mixed)].map(byte => Uint8Array.of(byte)))).toEqual(lines)
  })

  it('replaces invalid UTF-8 instead of losing the line', () => {
    expect(split([Uint8Array.of(0x61, 0xff, 0xc3, 0x0a, 0x62)])).toEqual(['a\uFFFD\uFFFD', 'b'])
  })

  it('drops a byte order mark at the start only', () => {
    expect(split([encoder.encode('\uFEFFa\n\uFEFFb\n')])).toEqual(['a', '\uFEFFb', null])
  })

  it('refuses a line without an end as soon as it is too long', () => {
    const splitter = createLineSplitter(8)
    expect([...splitter.push(new Uint8Array(8).fill(0x61))]).toEqual([])
    expect(() => [...splitter.push(Uint8Array.of(0x61))]).toThrow(/longer than 8 bytes/)
  })

  it('counts empty lines towards the total', () => {
    expect(() => split([new Uint8Array(100).fill(0x0a)], 8, 50)).toThrow(/longer than 50 bytes/)
  })

  it('never lets the cutting change lines or limits', () => {
    const text = fc.stringMatching(/^[ab\r\nä😀]{0,60}$/u)
    fc.assert(
      fc.property(text, fc.array(fc.nat(80), { maxLength: 8 }), (value, cuts) => {
        const bytes = encoder.encode(value)
        const points = [
          0,
          ...cuts.map(cut => Math.min(cut, bytes.length)).sort((a, b) => a - b),
          bytes.length,
        ]
        const chunks = points.slice(1).map((point, index) => bytes.subarray(points[index] ?? 0, point))
        expect(splitOrFail(chunks, 12, 60)).toEqual(splitOrFail([bytes], 12, 60))
      }),
    )
  })
})
