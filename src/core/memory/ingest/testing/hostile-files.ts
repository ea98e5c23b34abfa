import { constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { gifHeader, jpegHeader, pngHeader, webpHeader } from './images'

/** What becomes of a file: it is read as something, or refused with words. `either`: whatever the parser makes of it. */
export type Fate = 'pdf' | 'text' | 'markdown' | 'code' | 'image' | 'refused' | 'either'

export interface HostileFile {
  name: string
  /** What is wrong with it. */
  what: string
  make(): Uint8Array
  fate: Fate
}

const text = (content: string, encoding: BufferEncoding = 'utf8') => Buffer.from(content, encoding)
const megabyte = 1024 * 1024

interface PdfParts {
  /** Of the page; default a small text. */
  content?: { dictionary?: string; data: Uint8Array }
  /** Objects from number 6 on. */
  more?: readonly (string | Uint8Array)[]
  pages?: string
  page?: string
  font?: string
  trailer?: string
  startxref?: number | 'right'
}

const shown = 'BT /F1 12 Tf 72 700 Td (shown) Tj ET'

/** A PDF of one page, any part of which may be something else. */
function pdf(parts: PdfParts = {}): Uint8Array {
  const content: NonNullable<PdfParts['content']> = parts.content ?? { data: text(shown) }
  const { more = [], trailer = '', startxref = 'right' } = parts
  const objects: (string | Uint8Array)[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    parts.pages ?? '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
    parts.font ?? '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    parts.page ??
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>',
    Buffer.concat([
      text(`<< /Length ${content.data.length} ${content.dictionary ?? ''} >>\nstream\n`),
      content.data,
      text('\nendstream'),
    ]),
    ...more,
  ]
  const chunks: Uint8Array[] = [text('%PDF-1.7\n')]
  let at = chunks[0]?.length ?? 0
  const offsets = objects.map((body, index) => {
    const begins = at
    const chunk = Buffer.concat([
      text(`${index + 1} 0 obj\n`),
      typeof body === 'string' ? text(body) : body,
      text('\nendobj\n'),
    ])
    chunks.push(chunk)
    at += chunk.length
    return begins
  })
  const table = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  chunks.push(
    text(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${startxref === 'right' ? at : startxref}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(chunks)
}

/** Few bytes that become many: one block again and again. Its checksum is wrong, which no reader looks at in time. */
function bomb(megabytes: number, fill: string): Uint8Array {
  const block = deflateRawSync(Buffer.alloc(megabyte, fill), { finishFlush: constants.Z_FULL_FLUSH })
  return Buffer.concat([
    Buffer.from([0x78, 0x9c]),
    ...Array<Uint8Array>(megabytes).fill(block),
    Buffer.from([3, 0, 0, 0, 0, 1]),
  ])
}

const manyPages = (count: number) => {
  const kids = Array.from({ length: count }, (_, index) => `${6 + index} 0 R`).join(' ')
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>'
  return pdf({ pages: `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`, more: Array(count).fill(page) })
}

const withContent = (data: Uint8Array, dictionary = '') => pdf({ content: { data, dictionary } })

const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'

const pdfs: readonly HostileFile[] = [
  ['a zip', () => text('PK\x03\x04bomb.txt', 'latin1'), 'refused'],
  ['a gzip bomb', () => gzipSync(Buffer.alloc(32 * megabyte)), 'refused'],
  [
    'a zip that says it is a PDF',
    () => Buffer.concat([text('PK\x03\x04 %PDF-1.4 ', 'latin1'), pdf()]),
    'either',
  ],
  ['nothing behind its header', () => text('%PDF-1.7'), 'refused'],
  [
    'garbage behind its header',
    () => Buffer.concat([text('%PDF-1.7\n'), Buffer.alloc(2 * megabyte, 'x 0 obj ')]),
    'refused',
  ],
  [
    'a page that inflates to two gigabytes',
    () => withContent(bomb(2000, ' '), '/Filter /FlateDecode'),
    'either',
  ],
  [
    'a page that inflates twice',
    () => withContent(deflateSync(bomb(1500, ' ')), '/Filter [/FlateDecode /FlateDecode]'),
    'either',
  ],
  [
    'a page of text that inflates to a gigabyte',
    () => withContent(bomb(1000, `${shown}\n`), '/Filter /FlateDecode'),
    'either',
  ],
  ['100,000 pages', () => manyPages(100_000), 'refused'],
  [
    'pages that are their own children',
    () => pdf({ pages: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' }),
    'either',
  ],
  [
    '5,000 pages promised and one there',
    () => pdf({ pages: '<< /Type /Pages /Kids [4 0 R] /Count 5000 >>' }),
    'either',
  ],
  [
    'more pages than there are numbers',
    () => pdf({ pages: '<< /Type /Pages /Kids [4 0 R] /Count 1e308 >>' }),
    'either',
  ],
  ['fewer pages than none', () => pdf({ pages: '<< /Type /Pages /Kids [4 0 R] /Count -7 >>' }), 'either'],
  [
    'one page named 4,000 times',
    () => pdf({ pages: `<< /Type /Pages /Kids [${'4 0 R '.repeat(4000)}] /Count 4000 >>` }),
    'either',
  ],
  ['a table of offsets that leads to itself', () => pdf({ trailer: '/Prev 9' }), 'either'],
  ['a table of offsets behind its end', () => pdf({ startxref: 99_999_999 }), 'either'],
  [
    'a form that draws itself',
    () =>
      pdf({
        content: { data: text(`${shown} /X Do`) },
        page: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents 5 0 R >>',
        more: [
          `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Length 41 >>\nstream\n/X Do BT /F1 9 Tf (inner) Tj ET /X Do /X D\nendstream`,
        ],
      }),
    'either',
  ],
  [
    'forms that each draw the next ten times',
    () =>
      pdf({
        content: { data: text('/X Do') },
        page: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> /XObject << /X 6 0 R >> >> /Contents 5 0 R >>',
        more: Array.from({ length: 12 }, (_, level) => {
          const drawn = level === 11 ? shown : '/X Do '.repeat(10)
          return `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 3 0 R >> /XObject << /X ${7 + level} 0 R >> >> /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`
        }),
      }),
    'either',
  ],
  ['a million open brackets', () => withContent(text('['.repeat(1_000_000))), 'either'],
  ['a million open dictionaries', () => pdf({ font: '<< /A '.repeat(1_000_000) }), 'either'],
  [
    'a length that lies',
    () =>
      Buffer.from(
        Buffer.from(pdf())
          .toString('latin1')
          .replace(/\/Length \d+/, '/Length 999999999'),
        'latin1',
      ),
    'either',
  ],
  ['a lock nobody knows', () => pdf({ trailer: '/Encrypt << /Filter /Unheard /V 9 /R 9 >>' }), 'refused'],
  [
    'a script and a file to be opened with it',
    () => pdf({ trailer: '/OpenAction << /S /JavaScript /JS (app.launchURL\\("http://127.0.0.1:9/"\\)) >>' }),
    'pdf',
  ],
  [
    'a font that maps every character there is to a text',
    () =>
      pdf({
        font: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>',
        more: [
          `<< /Length 130 >>\nstream\n/CMapName /X def 1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange  \nendstream`,
        ],
      }),
    'either',
  ],
  [
    'a font that is elsewhere',
    () =>
      pdf({
        font: '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /UniGB-UCS2-H /DescendantFonts [3 0 R] >>',
      }),
    'either',
  ],
  ['a page that is a picture', () => withContent(text('0 0 9 9 re f')), 'refused'],
].map(([what, make, fate]) => ({ name: 'paper.pdf', what, make, fate }) as HostileFile)

const images: readonly HostileFile[] = [
  ['an SVG with a script', 'picture.png', () => text(svg), 'text'],
  ['an image of 2³¹ pixels a side', 'picture.png', () => pngHeader(0x80000000, 0x80000000), 'refused'],
  ['an image of nothing', 'picture.png', () => pngHeader(0, 0), 'refused'],
  ['a PNG that ends in its header', 'picture.png', () => pngHeader(9, 9).subarray(0, 12), 'refused'],
  [
    'a PNG that is a web page too',
    'page.html',
    () => Buffer.concat([pngHeader(9, 9), text('<script>alert(1)</script>')]),
    'image',
  ],
  [
    'a GIF that is a program too',
    'run.js',
    () => Buffer.concat([gifHeader(9, 9), text('=1;alert(1)')]),
    'image',
  ],
  ['a GIF of 65,535 pixels a side', 'a.gif', () => gifHeader(65_535, 65_535), 'refused'],
  ['a JPEG without a picture', 'a.jpg', () => text('\xff\xd8\xff\xe0\0\0', 'latin1'), 'refused'],
  [
    'a JPEG of empty parts',
    'a.jpg',
    () =>
      Buffer.concat([
        text('\xff\xd8', 'latin1'),
        Buffer.alloc(4 * megabyte, Buffer.from([0xff, 0xe0, 0, 2])),
      ]),
    'refused',
  ],
  [
    'a JPEG too large',
    'a.jpg',
    () => Buffer.concat([jpegHeader(9, 9), Buffer.alloc(11 * megabyte)]),
    'refused',
  ],
  ['a WebP cut off', 'a.webp', () => webpHeader(9, 9).subarray(0, 20), 'refused'],
  ['an image of another kind', 'a.png', () => text('BM\0\0\0\0\0\0\0\0\x36\0\0\0', 'latin1'), 'refused'],
].map(([what, name, make, fate]) => ({ name, what, make, fate }) as HostileFile)

const texts: readonly HostileFile[] = [
  ['64 MiB of one line', 'a.txt', () => Buffer.alloc(64 * megabyte, 'a'), 'refused'],
  ['64 MiB of line ends', 'a.txt', () => Buffer.alloc(64 * megabyte, '\n'), 'refused'],
  ['a line of 8 million signs', 'a.txt', () => Buffer.alloc(8_000_000, '{'), 'text'],
  ['a line of 8 million letters', 'a.md', () => Buffer.alloc(8_000_000, '# a'), 'markdown'],
  ['4 million blanks between two words', 'a.txt', () => text(`a${' '.repeat(4_000_000)}b`), 'text'],
  ['4 million line ends between two words', 'a.txt', () => text(`a${'\n '.repeat(2_000_000)}b`), 'text'],
  ['a million pages', 'a.txt', () => Buffer.alloc(2_000_000, 'a\f'), 'text'],
  ['marks and nothing they belong to', 'a.txt', () => text('\u0300'.repeat(1_000_000)), 'text'],
  ['a letter with a million marks', 'a.txt', () => text(`Z${'\u0336'.repeat(1_000_000)}`), 'text'],
  ['signs that are not seen', 'a.txt', () => text(`a${'\u200b\u202e\u2066\ufeff'.repeat(250_000)}b`), 'text'],
  [
    'a web page with scripts',
    'notes.md',
    () => text(`# Hi\n\n<script>fetch('http://127.0.0.1:9/')</script>\n<img src=x onerror=alert(1)>\n`),
    'markdown',
  ],
  [
    'UTF-16 with halves of characters',
    'a.txt',
    () =>
      Buffer.concat([
        Buffer.from([0xff, 0xfe]),
        text('a\ud800b\udc00c', 'utf16le'),
        Buffer.from([0x00, 0xd8, 0x41]),
      ]),
    'text',
  ],
  ['a mark of UTF-16 and nothing else', 'a.txt', () => Buffer.from([0xff, 0xfe]), 'refused'],
  ['a mark of UTF-32', 'a.txt', () => Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'refused'],
  ['NULs', 'a.txt', () => text('a\0b\0c'), 'refused'],
  ['a NUL behind what is looked at first', 'a.txt', () => text(`${'text\n'.repeat(20_000)}\0`), 'refused'],
  ['nothing', 'a.txt', () => new Uint8Array(0), 'refused'],
  ['blanks alone', 'a.txt', () => text(' \t\n\u00a0'.repeat(1000)), 'refused'],
  [
    'commands to a terminal',
    'a.log',
    () => text('\x1b]0;owned\x07\x1b[2J\x1b[31mtext and more of it\n'.repeat(50)),
    'either',
  ],
  ['brackets a million deep', 'a.json', () => Buffer.alloc(1_000_000, '['), 'code'],
  ['headings without end', 'a.md', () => Buffer.alloc(4_000_000, '# \n'), 'markdown'],
  ['words of code without end', 'a.ts', () => text(`export ${'public '.repeat(500_000)}`), 'code'],
  ['a program', 'a.txt', () => text('\x7fELF\x02\x01\x01\0\0\0\0', 'latin1'), 'refused'],
  [
    'a tape',
    'a.txt',
    () => {
      const tape = Buffer.alloc(2048)
      tape.write('name.txt')
      tape.write('ustar', 257)
      return tape
    },
    'refused',
  ],
  ['a database', 'a.md', () => text('SQLite format 3\0\x10\0', 'latin1'), 'refused'],
].map(([what, name, make, fate]) => ({ name, what, make, fate }) as HostileFile)

/** Files made to break whoever reads them. */
export const hostileFiles: readonly HostileFile[] = [...pdfs, ...images, ...texts]
