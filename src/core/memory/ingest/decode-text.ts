export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** Signs that no text has: control characters but tab, line ends, form feed and escape. */
const binary = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/g

function byteOrderMark(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function decode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** A few stray control characters are in logs and old mails; more of them, or any NUL, is no text. */
function looksBinary(text: string): boolean {
  if (text.includes('\0')) return true
  const sample = text.slice(0, 65_536)
  const found = sample.match(binary)?.length ?? 0
  return found > sample.length / 200
}

/**
 * The text of a file: by its byte order mark, else UTF-8, else Windows-1252, the superset of Latin-1 that text without any mark is most
 * likely in. Null for what is no text. Line ends become `\n`. `isCut`: the bytes are the beginning of more.
 */
export function decodeText(bytes: Uint8Array, { isCut = false }: { isCut?: boolean } = {}): string | null {
  const marked = byteOrderMark(bytes)
  const whole = isCut ? withoutPartialEnd(bytes, marked) : bytes
  const text =
    marked === null
      ? (decode(whole, 'utf-8') ?? decode(whole, 'windows-1252'))
      : // A mark says what it is meant to be; what does not fit it is damage, shown as such.
        new TextDecoder(marked).decode(whole)
  if (text === null || looksBinary(text)) return null
  return text.replaceAll(/\r\n?/g, '\n').toWellFormed()
}

/** Without the first bytes of a character whose others are behind the cut. */
function withoutPartialEnd(bytes: Uint8Array, marked: Encoding | null): Uint8Array {
  if (marked !== null && marked !== 'utf-8') return bytes.subarray(0, bytes.length & ~1)
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) break
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
  }
  return bytes
}
