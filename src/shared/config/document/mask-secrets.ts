import { fillerOf, type HiddenPiece } from './hidden-piece'
import { mask, redactLines } from './redact-lines'
import { secretRanges } from './secret-ranges'
import { unmaskSecrets } from './unmask-secrets'

export { type HiddenPiece, mask }

/** Eight hexadecimal digits by which a piece is found again. They must not give away what it is. */
export type NamePiece = (piece: HiddenPiece) => string

export interface MaskOptions {
  /** Without it masks are all alike, and cannot be taken back. */
  name?: NamePiece | undefined
  /** Variables that secret keys of other files refer to. */
  secretVariables?: readonly string[] | undefined
}

/**
 * harombe.yaml for being shown: every secret that stands in it in the clear is replaced by `[redacted]`, or by `[redacted:1f3a9c02]`
 * where `name` gives ids; references to secrets stay. Lines keep their numbers. Works on broken YAML as well, then hiding rather
 * too much.
 */
export function maskSecrets(text: string, { name, secretVariables }: MaskOptions = {}): string {
  if (name === undefined) return hideAll(text, secretVariables)
  const pieces = new Map<string, HiddenPiece>()
  const remember: NamePiece = piece => {
    const id = name(piece)
    pieces.set(id, piece)
    return id
  }
  const masked = hideAll(text, secretVariables, remember)
  if (unmaskSecrets(masked, id => pieces.get(id)).text === text) return masked
  // Broken in a way that cannot be put together again piece by piece.
  return hideLines(text, hideAll(text, secretVariables), remember)
}

function hideAll(text: string, secretVariables: readonly string[] = [], name?: NamePiece): string {
  let masked = ''
  let at = 0
  for (const { start, end } of secretRanges(text, secretVariables)) {
    // The range of a block ends with its line.
    const source = text.slice(start, end).replace(/\r?\n$/, '')
    const last = start + source.length
    const shown = name === undefined ? mask : `"${named(name({ source, isValue: true }))}"`
    masked += text.slice(at, start) + shown + fillerOf(source, text[last])
    at = last
  }
  return redactLines(masked + text.slice(at), name === undefined ? null : piece => showPiece(piece, name))
}

/** Each line that has a part of a secret is hidden as a whole. */
function hideLines(text: string, masked: string, name: NamePiece): string {
  const shown = masked.split('\n')
  return text
    .split('\n')
    .map((line, index) => {
      const source = line.trim()
      return line === shown[index] || source === ''
        ? line
        : line.replace(source, () => named(name({ source, isValue: false })))
    })
    .join('\n')
}

const named = (id: string) => `[redacted:${id}]`

/** A piece that is all of a plain value would leave brackets behind, which are a list. */
function showPiece(
  { source, before, after }: { source: string; before: string; after: string },
  name: NamePiece,
) {
  const isComment = /(^|\s)#/.test(before)
  const isWhole = !isComment && /(^|[:-]\s)\s*$/.test(before) && /^\s*($|#|\r)/.test(after)
  const isValue = isWhole && !/["'|>&*!]/.test(source)
  const shown = named(name({ source, isValue }))
  return isValue ? `"${shown}"` : shown
}
