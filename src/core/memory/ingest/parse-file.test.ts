import { describe, expect, it } from 'vitest'
import { parseFile } from './parse-file'
import { gifHeader, jpegHeader, pngHeader, webpHeader } from './testing/images'
import { writePdf } from './testing/write-pdf'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)
const problemOf = async (name: string, content: Uint8Array) => {
  const found = await parseFile(name, content)
  return 'problem' in found ? found.problem : `read as ${found.kind}`
}

describe('text', () => {
  it.each([
    ['UTF-8', bytes('grün, 日本\r\nzwei')],
    ['UTF-8 with a mark', bytes('\ufeffgrün, 日本\rzwei')],
    ['UTF-16 LE', bytes('\ufeffgrün, 日本\nzwei', 'utf16le')],
    ['UTF-16 BE', bytes('\ufeffgrün, 日本\nzwei', 'utf16le').swap16()],
  ])('is read as %s, without its mark, with one kind of line ends', async (_, content) => {
    expect(await parseFile('notes.txt', content)).toEqual({
      kind: 'text',
      mediaType: 'text/plain',
      text: 'grün, 日本\nzwei',
    })
  })

  it('that is no UTF-8 is read as what it is most likely in', async () => {
    expect(await parseFile('a.txt', Buffer.from('caf\xe9 \x80 10', 'latin1'))).toMatchObject({
      text: 'café € 10',
    })
  })

  it('in UTF-8 is not taken for another encoding because a character lies across the end of what is looked at first', async () => {
    const text = `${'a'.repeat(65_535)}ü`
    expect(await parseFile('a.txt', bytes(text))).toMatchObject({ text })
  })

  it('is told apart from what is none, whatever it is called', async () => {
    expect(await problemOf('notes.txt', Buffer.from([0, 1, 2, 3, 0, 9, 8, 7]))).toMatch(/neither text/)
    expect(await problemOf('notes.md', bytes('PK\x03\x04….word/document.xml', 'latin1'))).toMatch(
      /Save it as PDF/,
    )
    expect(await problemOf('a.txt', bytes('PK\x03\x04something.bin', 'latin1'))).toMatch(/Unpack it/)
    expect(await problemOf('a.txt', Buffer.from('\x1f\x8b\x08\0', 'latin1'))).toMatch(/Unpack it/)
    expect(await problemOf('a.txt', bytes(`${'text at first '.repeat(6000)}\0`))).toMatch(
      /neither text|goes on/,
    )
    expect(await problemOf('a.txt', new Uint8Array(0))).toMatch(/empty/)
    expect(await problemOf('a.txt', bytes(' \n\t '))).toMatch(/blanks/)
  })

  it('of too many characters is refused before it costs', async () => {
    expect(await problemOf('a.txt', Buffer.alloc(33_000_000, 'a'))).toMatch(/8 million characters/)
    expect(await problemOf('a.txt', Buffer.alloc(8_000_001, 'a'))).toMatch(/8 million characters/)
  })
})

describe('what text is', () => {
  const kindOf = async (name: string, text: string) => {
    const found = await parseFile(name, bytes(text))
    return 'problem' in found ? found.problem : found.kind
  }
  it('is told by its ending where that says it, else by its lines', async () => {
    expect(await kindOf('readme.md', 'no mark in it')).toBe('markdown')
    expect(await kindOf('main.rs', 'fn main() {}')).toBe('code')
    expect(await kindOf('Dockerfile', 'FROM node')).toBe('code')
    expect(await kindOf('script', '#!/bin/sh\necho')).toBe('code')
    expect(await kindOf('a.txt', 'const a = 1;\nfunction b() {\n  return a;\n}')).toBe('code')
    expect(await kindOf('README', '# Title\n\n- one\n- two\n')).toBe('markdown')
    expect(
      await kindOf('letter', 'Dear all,\nif we meet on Monday; I shall bring it.\nUntil then\nbest'),
    ).toBe('text')
    expect(await kindOf('a.constructor', 'plain words')).toBe('text')
  })

  it('does not take long for a line made to be slow', async () => {
    const began = performance.now()
    await kindOf('a.txt', `${'<a '.repeat(200_000)}\nx\ny\nz`)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

describe('an image', () => {
  it.each([
    ['image/png', pngHeader(800, 600)],
    ['image/jpeg', jpegHeader(800, 600)],
    ['image/gif', gifHeader(800, 600)],
    ['image/webp', webpHeader(800, 600)],
  ])('is %s by its first bytes, not by its name', async (mediaType, content) => {
    expect(await parseFile('notes.txt', content)).toEqual({ kind: 'image', mediaType, text: null })
  })

  it('is refused when it is larger than models read, or does not say how large it is', async () => {
    expect(await problemOf('a.png', pngHeader(40_000, 10))).toMatch(/40000 × 10 pixels/)
    expect(await problemOf('a.png', pngHeader(16_000, 16_000))).toMatch(/Scale it down/)
    expect(await problemOf('a.png', pngHeader(0, 10))).toMatch(/damaged/)
    expect(await problemOf('a.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]))).toMatch(/damaged/)
    const large = Buffer.alloc(11 * 1024 * 1024)
    pngHeader(10, 10).copy(large)
    expect(await problemOf('a.png', large)).toMatch(/11 MB; up to 10 MB/)
  })
})

describe('a PDF', () => {
  it('is read page by page, with its lines', async () => {
    const found = await parseFile('x', writePdf([['First page (one).', 'second line'], [], ['Third page']]))
    expect(found).toEqual({
      kind: 'pdf',
      mediaType: 'application/pdf',
      text: 'First page (one).\nsecond line\f\fThird page',
      pages: 3,
    })
  })

  it('without text, with a password, or damaged says so, and what to do', async () => {
    expect(await problemOf('a.pdf', writePdf([[], []]))).toMatch(/no text .* scanner/)
    expect(await problemOf('a.pdf', writePdf([['x']], { encrypted: true }))).toMatch(/password/)
    expect(await problemOf('a.pdf', bytes('%PDF-1.4\nnothing of one'))).toMatch(/damaged/)
  })

  it('whose end is cut off is read as far as it goes', async () => {
    const whole = writePdf([['Kept words']])
    expect(await parseFile('a.pdf', whole.subarray(0, whole.length - 20))).toMatchObject({
      text: 'Kept words',
    })
  })
})
