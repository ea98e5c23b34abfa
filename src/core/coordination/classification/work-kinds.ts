import type { TextReading } from './text-reading'
import { type PhraseKind, phrases, vocabulary, type WorkKind } from './vocabulary'

export const workKinds = Object.keys(vocabulary) as WorkKind[]
const phraseKinds = Object.keys(phrases) as PhraseKind[]

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

/** Kinds of work a lower-case word speaks of. */
export function kindsOf(word: string): WorkKind[] {
  grown ??= growTree()
  let branch = grown
  const kinds: WorkKind[] = []
  for (let at = 0; at < word.length; at += 1) {
    const next = branch.next.get(word.charCodeAt(at))
    if (next === undefined) return kinds
    branch = next
    for (const kind of branch.begins) if (!kinds.includes(kind)) kinds.push(kind)
  }
  for (const kind of branch.whole) if (!kinds.includes(kind)) kinds.push(kind)
  return kinds
}

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
  words.forEach((word, at) => {
    for (const kind of kindsOf(word)) {
      total.set(kind, (total.get(kind) ?? 0) + 1)
      if (at < opening) first.add(kind)
    }
  })
  for (const kind of phraseKinds) {
    const hits = phrases[kind].filter(phrase => lowered.includes(phrase)).length
    if (hits > 0) total.set(kind, (total.get(kind) ?? 0) + hits)
  }
  return { total, first }
}
