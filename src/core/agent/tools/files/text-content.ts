/** How the bytes of a text file are to be read and written back. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export interface TextContent {
  text: string
  encoding: TextEncoding
  hasByteOrderMark: boolean
}

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a zip archive or an office document', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
]

/** As far as is looked for bytes no text has. */
const lookedAt = 64 * 1024

/** What a file is that is no text, in words; null for a text. */
export function binaryKind(bytes: Uint8Array): string | null {
  const known = signatures.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte))
  if (known !== undefined) return known[0]
  if (encodingOfMark(bytes) !== null) return null
  return bytes.subarray(0, lookedAt).includes(0) ? 'a binary file' : null
}

function encodingOfMark([first, second, third]: Uint8Array): TextEncoding | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : null
}

/** The text of a file by its mark, else as UTF-8 where it is some, else as old Windows and Unix files are written. */
export function decodeText(bytes: Uint8Array): TextContent {
  const marked = encodingOfMark(bytes)
  if (marked !== null)
    return { text: new TextDecoder(marked).decode(bytes), encoding: marked, hasByteOrderMark: true }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { text, encoding: 'utf-8', hasByteOrderMark: false }
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes)
    return { text, encoding: 'windows-1252', hasByteOrderMark: false }
  }
}

/** Lines without their ends; a break at the very end begins no further line. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}
