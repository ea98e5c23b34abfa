import { describe, expect, it } from 'vitest'
import { type Line, readLines } from './line-reader'

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(text: string, { size = 7, longest = 1000 } = {}): Promise<Line[]> {
  const lines: Line[] = []
  for await (const batch of readLines(inPieces(Buffer.from(text), size), { longest })) lines.push(...batch)
  return lines
}
const textsOf = (lines: readonly Line[]) => lines.map(({ text }) => text)

describe('lines of bytes that come in pieces', () => {
  it.each([1, 2, 3, 1000])(
    'are whole and numbered, also where a piece of %d cuts a character',
    async size => {
      expect(await read('first 🚀\n\nthird é', { size })).toEqual([
        { number: 1, text: 'first 🚀' },
        { number: 2, text: '' },
        { number: 3, text: 'third é' },
      ])
    },
  )

  it('end with a line feed, a carriage return before it left away, and with nothing else', async () => {
    expect(textsOf(await read('a\r\nb\u2028c\rd\n', { size: 1 }))).toEqual(['a', 'b\u2028c\rd'])
  })

  it('lose a byte order mark at the beginning of the file only', async () => {
    expect(textsOf(await read('\ufeffa\n\ufeffb'))).toEqual(['a', '\ufeffb'])
  })

  it('that are too long are passed over, and the next one is read', async () => {
    const lines = await read(`short\n${'x'.repeat(5000)}\nlast`, { longest: 100 })
    expect(textsOf(lines)).toEqual(['short', null, 'last'])
    expect(textsOf(await read(`${'x'.repeat(100)}\n${'x'.repeat(101)}`, { longest: 100 }))).toEqual([
      'x'.repeat(100),
      null,
    ])
  })

  it('are given on as soon as they are whole', async () => {
    const asked: number[] = []
    async function* source() {
      for (const [index, piece] of ['a\nb', 'c\n', 'd'].entries()) {
        asked.push(index)
        yield Buffer.from(piece)
      }
    }
    const lines = readLines(source(), { longest: 100 })
    expect((await lines.next()).value).toEqual([{ number: 1, text: 'a' }])
    expect(asked).toEqual([0])
    expect((await lines.next()).value).toEqual([{ number: 2, text: 'bc' }])
    expect((await lines.next()).value).toEqual([{ number: 3, text: 'd' }])
  })

  it('are none in an empty file', async () => {
    expect(await read('')).toEqual([])
  })
})
