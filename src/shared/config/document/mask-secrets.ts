import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type Scalar,
  visit,
} from 'yaml'
import { redactSecrets } from '../../redact-secrets'
import { isSecretKey, onlyReference, secretBlocks, secretFlag } from './secret-keys'

export const mask = '[redacted]'

const keyOf = (key: unknown) => (isScalar(key) ? String(key.value) : '')

/**
 * harombe.yaml for being shown: every secret that stands in it in the clear is replaced by `[redacted]`, references to secrets
 * stay. Lines keep their numbers. Works on broken YAML as well, then hiding rather too much.
 */
export function maskSecrets(text: string): string {
  const documents = parseAllDocuments(text, tolerant)
  const ranges = Array.isArray(documents) ? documents.flatMap(secretRanges) : []
  return redactLines(replaceRanges(text, ranges))
}

/** Nothing is refused here: what the configuration must not say may still hold a secret. */
const tolerant = {
  prettyErrors: false,
  version: '1.2',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  logLevel: 'silent',
} as const

type Range = readonly [start: number, end: number]

function secretRanges(document: Document.Parsed | Document): Range[] {
  const hidden = new Set<Scalar>()
  const anchors = new Set<string>()
  const hide = (node: unknown): void => {
    if (isAlias(node)) anchors.add(node.source)
    else if (isScalar(node)) hidden.add(node)
    else if (isMap(node)) for (const pair of node.items) hide(pair.value)
    else if (isSeq(node)) for (const item of node.items) hide(isPair(item) ? item.value : item)
  }
  visit(document, {
    Pair(_key, { key, value }) {
      const name = keyOf(key)
      // A key by another name might be any.
      if (isAlias(key) || isSecretKey(name) || (secretBlocks.has(name) && isCollection(value))) hide(value)
    },
    Seq(_key, { items }) {
      for (const [index, item] of items.entries()) {
        if (isScalar(item) && secretFlag.test(String(item.value))) hide(items[index + 1])
      }
    },
  })
  // What an alias stands for may hold further ones.
  for (let known = 0; known < anchors.size; ) {
    known = anchors.size
    visit(document, {
      Node: (_key, node) => {
        if (!isAlias(node) && node.anchor !== undefined && anchors.has(node.anchor)) hide(node)
      },
    })
  }
  return [...hidden].filter(isWorthHiding).flatMap(rangeOf)
}

/** Switches and empty values stay, so that a form of the file that is wrong in them can be seen. */
function isWorthHiding({ value }: Scalar): boolean {
  if (value === null || typeof value === 'boolean' || value === '') return false
  return !(typeof value === 'string' && onlyReference.test(value))
}

function rangeOf(node: Node): Range[] {
  const range = isNode(node) ? node.range : undefined
  return range === undefined || range === null ? [] : [[range[0], range[1]]]
}

/** Each secret becomes a mask on its first line and on every further one it spans. */
function replaceRanges(text: string, ranges: readonly Range[]): string {
  let result = text
  for (const [start, end] of ranges.toSorted((a, b) => b[0] - a[0])) {
    const lines = result.slice(start, end).split('\n')
    const masked = lines.map((line, index) => {
      if (index === 0) return mask
      return line.trim() === '' ? line : `${/^\s*/.exec(line)?.[0] ?? ''}${mask}`
    })
    result = result.slice(0, start) + masked.join('\n') + result.slice(end)
  }
  return result
}

/** What stays as it is although it looks like a secret that is given: a reference, a switch. */
const harmless =
  /(?:[\w-]*["']?\s*[=:]\s*["']?)?(?:bearer\s+)?\$\{(?:env|secret):[\w.-]*\}|\brequire_token["']?\s*:\s*\w+/gi

/**
 * Comments, and what broken YAML hides from its parser: by the shapes of secrets, line by line. A value that stands below its
 * key goes on until something looks like the next key; so does a block of secrets that is commented out, until its lines are
 * no longer further in.
 */
function redactLines(text: string): string {
  let isBelowKey = false
  let block: number | null = null
  return text
    .split('\n')
    .map(line => {
      const comment = /^\s*#/.test(line)
      const inside = comment ? line.replace('#', ' ') : line
      const isNext = line.includes(mask) || (comment ? commentedKey : looksLikeKey).test(inside)
      if (isBelowKey && !isNext) return hideLine(line)
      const indent = inside.search(/\S/)
      if (block !== null && (!comment || (indent !== -1 && indent <= block))) block = null
      if (block !== null) return hideValue(line)
      if (comment && opensBlock.test(inside)) block = indent
      if (line.length > longestLine) return secretWord.test(line) ? hideLine(line) : line
      isBelowKey = opensSecret.test(line)
      const kept: string[] = []
      const guarded = line.replace(harmless, found => `\ue000${kept.push(found) - 1}\ue001`)
      const redacted = redactSecrets(guarded).replace(secretToTheEnd, `$1${mask}`)
      return redacted.replace(/\ue000(\d+)\ue001/g, (_whole, index: string) => kept[Number(index)] ?? '')
    })
    .join('\n')
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
