import { codeLanguageOf, looksLikeCode, looksLikeMarkdown } from './code-names'
import { decodeText } from './decode-text'
import { checkImage, imageHeader } from './image-header'
import type { FileKind, Unreadable } from './types'

/** Of what is looked at to tell what a file is. */
export const sampleBytes = 65_536

const readable = 'Text, Markdown, code, PDF and PNG, JPEG, WebP or GIF images can be attached.'

const latin1 = (bytes: Uint8Array, from: number, to: number) =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

/** Files that people try, by their first bytes, and what to do instead. */
function knownBinary(head: Uint8Array): string | null {
  const start = latin1(head, 0, 8)
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) {
    const names = latin1(head, 0, 4096)
    return /word\/|xl\/|ppt\/|\[Content_Types\]|mimetypeapplication\/vnd/.test(names)
      ? 'Office documents cannot be read. Save it as PDF or plain text and attach that.'
      : 'Archives are not opened. Unpack it and attach the files in it.'
  }
  if (
    start.startsWith('\x1f\x8b') ||
    start.startsWith('7z\xbc\xaf') ||
    start.startsWith('Rar!') ||
    start.startsWith('BZh')
  )
    return 'Archives are not opened. Unpack it and attach the files in it.'
  if (start.startsWith('\xd0\xcf\x11\xe0'))
    return 'Office documents cannot be read. Save it as PDF or plain text and attach that.'
  if (start.slice(4) === 'ftyp' || start.startsWith('OggS') || start.startsWith('ID3'))
    return 'Sound and video cannot be read.'
  return null
}

/** PDF readers look for the header in the first kilobyte. */
export const isPdf = (head: Uint8Array) => latin1(head, 0, 1024).includes('%PDF-')

/**
 * What a file is, told by its first bytes (up to `sampleBytes`); the name only tells apart what text it is, so that a renamed file is what it
 * is. @param size bytes of the whole
 */
export function detectKind(name: string, head: Uint8Array, size: number): FileKind | Unreadable {
  const image = imageHeader(head)
  if (image !== null) return checkImage(image, size)
  if (isPdf(head)) return { kind: 'pdf', mediaType: 'application/pdf' }
  const problem = knownBinary(head)
  if (problem !== null) return { problem }
  if (size === 0) return { problem: 'The file is empty.' }
  const sample = decodeText(head, { isCut: head.length < size })
  if (sample === null)
    return { problem: `The file is neither text nor anything else that can be read. ${readable}` }
  if (/\.(?:md|markdown|mdx)$/i.test(name)) return { kind: 'markdown', mediaType: 'text/markdown' }
  if (codeLanguageOf(name) !== null || looksLikeCode(sample)) return { kind: 'code', mediaType: 'text/plain' }
  if (!/\.[a-z0-9]+$/i.test(name) && looksLikeMarkdown(sample))
    return { kind: 'markdown', mediaType: 'text/markdown' }
  return { kind: 'text', mediaType: 'text/plain' }
}
