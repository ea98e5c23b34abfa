import { readText, type TextReading } from './text-reading'
import { type PhraseKind, phrases, vocabulary, type WorkKind } from './vocabulary'

export const workKinds = Object.keys(vocabulary) as WorkKind[]
const phraseKinds = Object.keys(phrases) as PhraseKind[]
const none: readonly WorkKind[] = []

interface Branch {
  next: Map<number, Branch>
  /** Kinds of a word that ends here, and of all words that begin so. */
  whole: WorkKind[]
  begins: WorkKind[]
}

const createBranch = (): Branch => ({ next: new Map(), whole: [], begins: [] })

/** All words as one tree of letters: a look-up takes as many steps as a word has letters, and no memory. */
function growTree(): Branch {
  const root = createBranch()
  for (const kind of workKinds) {
    for (const entry of vocabulary[kind].split(/\s+/u)) {
      const isOpen = entry.endsWith('*')
      let branch = root
      for (let at = 0; at < entry.length - (isOpen ? 1 : 0); at += 1) {
        const code = entry.charCodeAt(at)
        const next = branch.next.get(code) ?? createBranch()
        branch.next.set(code, next)
        branch = next
      }
      const kinds = isOpen ? branch.begins : branch.whole
      if (!kinds.includes(kind)) kinds.push(kind)
    }
  }
  return root
}

let grown: Branch | undefined

const joined = (kinds: readonly WorkKind[] = none, more: readonly WorkKind[]) => [
  ...new Set([...kinds, ...more]),
]

/** Kinds of work a lower-case word speaks of. */
export function kindsOf(word: string): readonly WorkKind[] {
  grown ??= growTree()
  let branch = grown
  let kinds: WorkKind[] | undefined
  for (let at = 0; at < word.length; at += 1) {
    const next = branch.next.get(word.charCodeAt(at))
    if (next === undefined) return kinds ?? none
    branch = next
    if (branch.begins.length > 0) kinds = joined(kinds, branch.begins)
  }
  return branch.whole.length > 0 ? joined(kinds, branch.whole) : (kinds ?? none)
}

/** Scripts that put no space between words. */
const spaceless = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u

/** Of a phrase between spaces its first word: where that is not, the phrase need not be looked for. */
const wanted = phraseKinds.flatMap(kind =>
  phrases[kind].map(phrase => ({
    ...{ kind, phrase },
    firstWord: spaceless.test(phrase) ? undefined : readText(phrase).words[0],
  })),
)

/** Words at the beginning say what is wanted; later ones may be part of what it is about. */
const opening = 10

export interface WorkCounts {
  /** How often a kind is spoken of. */
  total: Map<WorkKind | PhraseKind, number>
  /** Kinds that the first words speak of. */
  first: Set<WorkKind>
}

export function countWork({ words, lowered }: TextReading): WorkCounts {
  const total: WorkCounts['total'] = new Map()
  const first: WorkCounts['first'] = new Set()
  // The same word again is looked up once.
  const known = new Map<string, readonly WorkKind[]>()
  words.forEach((word, at) => {
    let kinds = known.get(word)
    if (kinds === undefined) {
      kinds = kindsOf(word)
      known.set(word, kinds)
    }
    for (const kind of kinds) {
      total.set(kind, (total.get(kind) ?? 0) + 1)
      if (at < opening) first.add(kind)
    }
  })
  const isSpaceless = spaceless.test(lowered)
  for (const { kind, phrase, firstWord } of wanted) {
    const mayBe = firstWord === undefined ? isSpaceless : known.has(firstWord)
    if (mayBe && lowered.includes(phrase)) total.set(kind, (total.get(kind) ?? 0) + 1)
  }
  return { total, first }
}
