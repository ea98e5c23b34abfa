import { redactSecrets } from '../../redact-secrets'
import { onlyReference } from './secret-keys'

export const mask = '[redacted]'
const anyMask = /\[redacted(?::[0-9a-f]{8})?\]/

export interface LinePiece {
  source: string
  /** The rest of its line. */
  before: string
  after: string
}

/** What stays as it is although it looks like a secret that is given: a reference, a switch, what is hidden already. */
const harmless =
  /(?:[\w-]*["']?\s*[=:]\s*(?:[!&]\S*\s+)*["']?)?(?:bearer\s+)?(?:\$\{(?:env|secret|var):[\w.-]*\}|\[redacted:[0-9a-f]{8}\])|\brequire_token["']?\s*:\s*\w+/gi
/** A value that is written elsewhere and named here, all of it: to be found, that is what has to be hidden. */
const aliasValue = /[\w-]*["']?\s*:\s+\*([\w.-]+)(?=\s*$|\s+#)/g
const anchor = /(?:^|\s)&([\w.-]+)(?=\s)/g
const guards = /[\ue000\ue001]/

/**
 * Comments, and what broken YAML hides from its parser: by the shapes of secrets, line by line. A value that stands below its
 * key goes on until something looks like the next key; so does a block of secrets that is commented out, until its lines are
 * no longer further in. `show` gives what is written instead of each piece; without it all are `[redacted]`.
 */
export function redactLines(text: string, show: ((piece: LinePiece) => string) | null): string {
  let isBelowKey = false
  let block: number | null = null
  const anchors = new Set(Array.from(text.matchAll(anchor), ([, name]) => name))
  const redact = (line: string): string => {
    const comment = /^\s*#/.test(line)
    const inside = comment ? line.replace('#', ' ') : line
    const isNext = anyMask.test(line) || (comment ? commentedKey : looksLikeKey).test(inside)
    if (isBelowKey && !isNext) return hideLine(line)
    const indent = inside.search(/\S/)
    if (block !== null && (!comment || (indent !== -1 && indent <= block))) block = null
    if (block !== null) return hideValue(line)
    if (comment && opensBlock.test(inside)) block = indent
    if (line.length > longestLine || guards.test(line)) return secretWord.test(line) ? hideLine(line) : line
    isBelowKey = opensSecret.test(line)
    const kept: string[] = []
    const keep = (found: string) => `\ue000${kept.push(found) - 1}\ue001`
    const guarded = line
      .replace(harmless, keep)
      .replace(aliasValue, (found, name: string) => (anchors.has(name) ? keep(found) : found))
    const redacted = redactSecrets(guarded).replace(secretToTheEnd, `$1${mask}`)
    return redacted.replace(/\ue000(\d+)\ue001/g, (_whole, index: string) => kept[Number(index)] ?? '')
  }
  return text
    .split('\n')
    .map(line => {
      const redacted = redact(line)
      return show === null || redacted === line ? redacted : showPieces(line, redacted, show)
    })
    .join('\n')
}

/** The same line with what `show` gives in the places of masks. */
function showPieces(line: string, redacted: string, show: (piece: LinePiece) => string): string {
  const pieces = hiddenPieces(line, redacted) ?? hiddenPieces(line, hideLine(line)) ?? [[0, line.length]]
  let result = ''
  let at = 0
  for (const [start, end] of pieces) {
    const piece = { source: line.slice(start, end), before: line.slice(0, start), after: line.slice(end) }
    result += line.slice(at, start) + show(piece)
    at = end
  }
  return result + line.slice(at)
}

/** Which parts of the line the masks stand for; null when the rest is not the line any more. */
function hiddenPieces(line: string, redacted: string): [number, number][] | null {
  const [first = '', ...rest] = redacted.split(mask)
  const last = rest.pop()
  if (last === undefined || !line.startsWith(first) || !line.endsWith(last)) return null
  const pieces: [number, number][] = []
  let at = first.length
  for (const between of rest) {
    const end = line.indexOf(between, at + 1)
    if (end === -1) return null
    pieces.push([at, end])
    at = end + between.length
  }
  const end = line.length - last.length
  if (end < at) return null
  pieces.push([at, end])
  return pieces
}

/** Looking for the end of a word from each of its letters takes too long in a line that is one word. */
const longestLine = 2_000
const secretWord = /token|key|secret|passw|passphrase|bearer|:\/\/|hrb_|sk-|gh[opsu]_|xox|AKIA/i
const looksLikeKey = /^\s*(#|$|-|["']?[\w.-]+["']?\s*:(\s|$))/
/** In a comment only what is not empty and no list may be the next key. */
const commentedKey = /^\s*(-\s+)?["']?[\w.-]+["']?\s*:(\s|$)|^\s*$/
const opensBlock = /^\s*(?:-\s+)?["']?(?:env|headers)["']?\s*:\s*$/
const opensSecret =
  /^[\s#-]*["']?(?:[\w-]*[_-])?(?:token|key|secret|password|passphrase)["']?\s*:\s*([|>][+\-\d]*)?\s*$/i

/** Of a line of a block of secrets: what follows its key. */
const hideValue = (line: string) => {
  const [, key, value = ''] = /^(\s*#\s*["']?[\w.-]+["']?\s*:\s+)(\S.*)$/.exec(line) ?? []
  if (key === undefined) return /:\s*$/.test(line) ? line : hideLine(line)
  return onlyReference.test(value.replace(/^["']|["']$/g, '')) ? line : `${key}${mask}`
}

const hideLine = (line: string) => {
  const trimmed = line.trim()
  return trimmed === '' || onlyReference.test(trimmed.replace(/^["']|["']$/g, ''))
    ? line
    : `${/^\s*(?:#\s*)?/.exec(line)?.[0] ?? ''}${mask}`
}

/** All to the end of the line: a secret in quotes may hold spaces. */
const secretToTheEnd =
  /((?:[\w-]*[_-])?(?:token|api[_-]?key|secret|password|passphrase)["']?\s*:\s+)(?!\ue000|\[redacted\]|\||>|""|'')\S.*$/i
