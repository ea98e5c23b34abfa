/**
 * Sentences of one language, each with its translation. In both stand
 * `{name}` for a word that stays as it is, `{*text}` for any text that stays as it is, `{#figure}` for a figure, perhaps with
 * its unit, which is written as the language writes figures, and `{~clause}` for words that are translated themselves.
 */
export type Phrases = Readonly<Record<string, string>>

export interface PhraseBook {
  /** The text in the other language; null when it is not known. What is known in part is translated in part. */
  translate(text: string): string | null
}

interface Pattern {
  source: RegExp
  names: readonly string[]
  translation: string
  /** How much of it is fixed: of two that match, the one that says more decides. */
  weight: number
  /** Has a semicolon of its own, which parts no list. */
  isParted: boolean
}

const slot = /\{([~#*]?)(\w+)\}/g
const forms: Readonly<Record<string, string>> = {
  '': String.raw`([^\s,;]+?)`,
  '*': '(.+?)',
  '~': '(.+?)',
  '#': String.raw`(\d[\d.,]*(?: [KMGT]?i?B| ms| s| min| h| %)?)`,
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

function toPattern(phrase: string, translation: string): Pattern {
  const names: string[] = []
  let source = ''
  let end = 0
  let weight = 0
  for (const match of phrase.matchAll(slot)) {
    const fixed = phrase.slice(end, match.index)
    source += escaped(fixed) + (forms[match[1] ?? ''] ?? '')
    weight += fixed.length
    names.push(match[2] ?? '')
    end = match.index + match[0].length
  }
  const rest = phrase.slice(end)
  return {
    source: new RegExp(`^${source}${escaped(rest)}$`, 's'),
    names,
    translation,
    weight: weight + rest.length,
    isParted: phrase.includes('; '),
  }
}

/** Parted where a sign stands in no parentheses. */
function partedAt(sign: ',' | ';', text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth === 0 && character === sign && text[at + 1] === ' ') {
      parts.push(text.slice(start, at))
      start = at + 2
      at += 1
    }
  }
  return [...parts, text.slice(start)]
}

/** Texts come from logs and other machines, too: what is longer than any sentence of ours is not searched through. */
const longest = 2_000
const mostKept = 1_000
const deepest = 6

/** @param figure writes a figure such as "1,234.5" as the other language does. */
export function createPhraseBook(phrases: Phrases, figure: (text: string) => string): PhraseBook {
  const exact = new Map<string, string>()
  const patterns: Pattern[] = []
  for (const [phrase, translation] of Object.entries(phrases)) {
    if (phrase.search(slot) === -1) exact.set(phrase, translation)
    else patterns.push(toPattern(phrase, translation))
  }
  patterns.sort((a, b) => b.weight - a.weight)
  const parted = patterns.filter(({ isParted }) => isParted)
  const kept = new Map<string, string | null>()

  function fill({ names, translation }: Pattern, values: readonly string[], depth: number): string {
    return translation.replace(slot, (_, kind: string, name: string) => {
      const value = values[names.indexOf(name)] ?? ''
      if (kind === '#') return figure(value)
      return kind === '~' ? (asClause(value, depth + 1) ?? value) : value
    })
  }

  function whole(text: string, depth: number, among: readonly Pattern[] = patterns): string | null {
    const known = exact.get(text)
    if (known !== undefined) return known
    for (const pattern of among) {
      const match = pattern.source.exec(text)
      if (match !== null) return fill(pattern, match.slice(1), depth)
    }
    return null
  }

  /** Null unless one of the parts is known. */
  function inParts(sign: ',' | ';', text: string, depth: number): string | null {
    const parts = partedAt(sign, text)
    if (parts.length === 1) return null
    const translated = parts.map(part => asClause(part, depth + 1))
    if (translated.every(part => part === null)) return null
    return translated.map((part, index) => part ?? parts[index]).join(`${sign} `)
  }

  function asClause(text: string, depth: number): string | null {
    if (depth > deepest) return null
    const asSentence = (among: readonly Pattern[]) =>
      whole(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`, depth, among)?.replace(/\.$/, '') ?? null
    // A list of clauses before anything else: its first and last could pass for the ends of one.
    const listed = exact.get(text) ?? asSentence(parted) ?? inParts(';', text, depth)
    if (listed !== null) return listed
    return whole(text, depth) ?? asSentence(patterns) ?? inParts(',', text, depth)
  }

  function look(text: string): string | null {
    const sentences = text.split(/(?<=[.!?]) /)
    if (sentences.length > 1) {
      const translated = sentences.map(sentence => whole(sentence, 0) ?? asClause(sentence, 0))
      if (translated.every(sentence => sentence !== null)) return translated.join(' ')
      const together = whole(text, 0)
      if (together !== null) return together
      return translated.every(sentence => sentence === null)
        ? null
        : translated.map((sentence, index) => sentence ?? sentences[index]).join(' ')
    }
    return whole(text, 0) ?? asClause(text, 0)
  }

  return {
    translate(text) {
      if (text.length > longest) return null
      const before = kept.get(text)
      if (before !== undefined) return before
      const found = look(text)
      if (kept.size >= mostKept) kept.clear()
      kept.set(text, found)
      return found
    },
  }
}
