import { followUpPhrases, type PhraseKind } from './follow-up-phrases'

/** What can be told of one message without the others. */
export interface MessageShape {
  has: ReadonlySet<PhraseKind>
  /** The first phrase that is more than politeness; null when something else stands before it, or there is none. */
  head: PhraseKind | null
  /** It begins by saying that something is wrong. */
  objects: boolean
  /** Words that no phrase covers: what it says of its own. */
  rest: number
  /** Nothing but signs: emoji, punctuation. */
  isWordless: boolean
  isQuestion: boolean
  /** False: only its beginning was read. */
  isWhole: boolean
}

/** A message that says so much says something of its own; UTF-16 units. */
const mostRead = 240
/** An objection stands at the beginning: "sorry, but that is still wrong". In words. */
const objectsWithin = 8
/** Words of scripts without spaces have about two characters. */
const wordOfCharacter = 0.5

const unspaced = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー'
const tokenPattern = new RegExp(
  `[${unspaced}]|\\p{Script=Hangul}|(?:(?![${unspaced}\\p{Script=Hangul}])[\\p{L}\\p{N}\\p{M}])+`,
  'gu',
)
const unspacedPattern = new RegExp(`^[${unspaced}]`, 'u')
const hangulPattern = /^\p{Script=Hangul}/u
/** Accents, vowel signs of Arabic and the dot of Devanagari: written or not, it is the same word. */
const optionalMarks = /[\u0300-\u036f\u0640\u064b-\u0655\u093c]/g

/** One form for all ways to type it. Bounded by the caller. */
const normalized = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(optionalMarks, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replaceAll('ı', 'i')

interface Token {
  text: string
  script: 'spaced' | 'unspaced' | 'hangul'
  /** A space or a sign stands before it. */
  beginsWord: boolean
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of normalized(text).matchAll(tokenPattern)) {
    const [found] = match
    const script = unspacedPattern.test(found) ? 'unspaced' : hangulPattern.test(found) ? 'hangul' : 'spaced'
    tokens.push({ text: found, script, beginsWord: tokens.length === 0 || match.index > end })
    end = match.index + found.length
  }
  return tokens
}

interface Phrase {
  tokens: readonly string[]
  kind: PhraseKind
}

/** By their first word, the longest first. Of two languages the one further up in the table says what a phrase means. */
function indexPhrases(): ReadonlyMap<string, readonly Phrase[]> {
  const index = new Map<string, Phrase[]>()
  const seen = new Set<string>()
  for (const language of Object.values(followUpPhrases)) {
    for (const [kind, phrases] of Object.entries(language)) {
      for (const phrase of phrases.split(' / ')) {
        const tokens = tokensOf(phrase).map(({ text }) => text)
        // Work to be done is looked for by itself: the same word may say something else of a short message.
        const key = `${kind === 'light'} ${tokens.join(' ')}`
        const [first] = tokens
        if (first === undefined || seen.has(key)) continue
        seen.add(key)
        const own = index.get(first) ?? []
        index.set(first, own)
        own.push({ tokens, kind: kind as PhraseKind })
      }
    }
  }
  for (const own of index.values()) own.sort((a, b) => b.tokens.length - a.tokens.length)
  return index
}

let phrases: ReturnType<typeof indexPhrases> | undefined

/** A particle or a short word that is only part of a longer one is no phrase. */
function stands(tokens: readonly Token[], at: number, length: number, followsPhrase: boolean): boolean {
  const first = tokens[at]
  if (first === undefined || first.script === 'spaced') return true
  const isFree = first.beginsWord || followsPhrase
  if (first.script === 'unspaced') return length > 1 || isFree
  if (!isFree) return false
  const next = tokens[at + length]
  return length > 1 || next === undefined || next.beginsWord
}

function phraseAt(
  tokens: readonly Token[],
  at: number,
  followsPhrase: boolean,
  isLight: boolean,
): Phrase | null {
  phrases ??= indexPhrases()
  for (const phrase of phrases.get(tokens[at]?.text ?? '') ?? []) {
    if ((phrase.kind === 'light') !== isLight) continue
    const { length } = phrase.tokens
    if (!phrase.tokens.every((text, index) => tokens[at + index]?.text === text)) continue
    if (stands(tokens, at, length, followsPhrase)) return phrase
  }
  return null
}

const polite: ReadonlySet<PhraseKind> = new Set(['filler', 'ok', 'thanks'])

/** Reads a message's beginning. Work is bounded whatever its length. */
export function shapeOf(message: string): MessageShape {
  const text = message.trimStart()
  const isWhole = text.length <= mostRead || text.trimEnd().length <= mostRead
  const tokens = tokensOf(text.slice(0, mostRead))
  const has = new Set<PhraseKind>()
  let head: PhraseKind | null = null
  let isHeadOpen = true
  let objects = false
  let rest = 0
  let followsPhrase = true
  for (let at = 0; at < tokens.length; ) {
    const phrase = phraseAt(tokens, at, followsPhrase, false)
    if (phrase === null) {
      rest += tokens[at]?.script === 'spaced' ? 1 : wordOfCharacter
      isHeadOpen = false
      followsPhrase = false
      at += 1
      continue
    }
    const { kind } = phrase
    has.add(kind)
    if (kind === 'wrong' && at < objectsWithin) objects = true
    if (isHeadOpen && !polite.has(kind)) {
      head = kind
      isHeadOpen = false
    }
    followsPhrase = true
    at += phrase.tokens.length
  }
  const end = text.slice(-8).trimEnd()
  const isQuestion = /[?？؟]$/u.test(end)
  return { has, head, objects, rest, isWordless: tokens.length === 0, isQuestion, isWhole }
}

/** Whether an instruction asks for work that stays easy however long the text it is done on. */
export function isLightWork(instruction: string): boolean {
  const tokens = tokensOf(instruction.slice(0, mostRead))
  return tokens.some((_, at) => phraseAt(tokens, at, at === 0, true) !== null)
}

/** Words of a text that tell what it is about, cut to their stems; pairs of characters where words are not spaced. */
export function topicsOf(text: string, mostCharacters = 1000): ReadonlySet<string> {
  const topics = new Set<string>()
  let before: Token | undefined
  for (const token of tokensOf(text.slice(0, mostCharacters))) {
    if (token.script === 'spaced') {
      if (token.text.length >= leastTopic) topics.add(token.text.slice(0, stemLength))
    } else if (before !== undefined && before.script === token.script && !token.beginsWord)
      topics.add(before.text + token.text)
    before = token
  }
  return topics
}

/** Shorter words are mostly grammar. */
const leastTopic = 4
/** "prime" and "primes", "Beweis" and "beweisen". */
const stemLength = 5

/** What part of the first text's topics the second shares, 0–1. */
export function overlapOf(text: string, other: string): number {
  const topics = topicsOf(text)
  if (topics.size === 0) return 0
  const others = topicsOf(other, 4000)
  let shared = 0
  for (const topic of topics) if (others.has(topic)) shared += 1
  return shared / topics.size
}
