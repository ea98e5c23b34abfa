import { createLexicon, type Lexicon } from './lexicon'
import { type TaskWord, taskVocabulary } from './task-vocabulary'
import type { TextReading } from './text-reading'
import { type PhraseKind, phrases, vocabulary, type WorkKind } from './vocabulary'

export type SpokenKind = WorkKind | PhraseKind | TaskWord

export const workKinds = Object.keys(vocabulary) as WorkKind[]
const entriesByKind = new Map<SpokenKind, string[]>()
const add = (kind: string, entries: readonly string[]) => {
  const known = entriesByKind.get(kind as SpokenKind) ?? []
  entriesByKind.set(kind as SpokenKind, [...known, ...entries])
}
const entriesOf = (list: string) => list.split(/\s+/u).map(entry => entry.replaceAll('_', ' '))
for (const [kind, list] of Object.entries(vocabulary)) add(kind, entriesOf(list))
for (const [kind, list] of Object.entries(phrases)) add(kind, list)
for (const [kind, list] of Object.entries(taskVocabulary)) add(kind, entriesOf(list))

const placeOf = new Map([...entriesByKind.keys()].map((kind, at) => [kind, at]))

/** What a text speaks of. Holds until the next text is read. */
export interface SpokenOf {
  /** How often. */
  total(kind: SpokenKind): number
  /** The first word that speaks of it, counted from 0; -1 where none does. */
  firstAt(kind: SpokenKind): number
}

let lexicon: Lexicon | undefined

export function spokenOf(reading: TextReading): SpokenOf {
  lexicon ??= createLexicon([...entriesByKind.values()])
  const { totals, firstAt } = lexicon.count(reading)
  return {
    total: kind => totals[placeOf.get(kind) ?? -1] ?? 0,
    firstAt: kind => firstAt[placeOf.get(kind) ?? -1] ?? -1,
  }
}
