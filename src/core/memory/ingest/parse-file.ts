import { decodeText } from './decode-text'
import { detectKind, sampleBytes } from './detect-kind'
import { readPdf } from './read-pdf'
import { ingestLimits, isUnreadable, type ParsedFile, tooMuchText, type Unreadable } from './types'

/** Takes a whole file apart. May take long and much memory: to be run where it can be ended. Never throws for what is in the file. */
export async function parseFile(name: string, bytes: Uint8Array): Promise<ParsedFile | Unreadable> {
  const found = detectKind(name, bytes.subarray(0, sampleBytes), bytes.length)
  if (isUnreadable(found)) return found
  if (found.kind === 'image') return { ...found, text: null }
  if (found.kind === 'pdf') return readPdf(bytes)
  // No encoding makes fewer than a character of four bytes, so this is refused before it is decoded.
  if (bytes.length > ingestLimits.characters * 4) return tooMuchText
  const text = decodeText(bytes)
  if (text === null) return { problem: 'The file begins as text and goes on as something else.' }
  if (text.length > ingestLimits.characters) return tooMuchText
  if (text.trim() === '') return { problem: 'There is nothing in the file but blanks.' }
  return { ...found, text }
}
