import type { TextReading } from './text-reading'
import { describeShape, type ShapeName, shapeFeatureNames } from './text-shape'
import { type PhraseKind, phraseOnlyKinds, type WorkKind } from './vocabulary'
import { countWork, workKinds } from './work-kinds'

export type DenseName = ShapeName | WorkKind | PhraseKind | `${WorkKind} first`

/** The order of the numbers in a model; another order or other names need another training. */
export const denseNames: readonly DenseName[] = [
  ...shapeFeatureNames,
  ...phraseOnlyKinds,
  ...workKinds,
  ...workKinds.map(kind => `${kind} first` as const),
]

const mostWords = 15

/** What can be told of a text without training: its shape, and the kinds of work its words speak of. */
export function denseFeatures(reading: TextReading): number[] {
  const shape = describeShape(reading)
  const { total, first } = countWork(reading)
  return [
    ...shapeFeatureNames.map(name => shape.get(name) ?? 0),
    ...phraseOnlyKinds.map(kind => (total.has(kind) ? 1 : 0)),
    ...workKinds.map(kind => Math.log2(1 + Math.min(mostWords, total.get(kind) ?? 0)) / 2),
    ...workKinds.map(kind => (first.has(kind) ? 1 : 0)),
  ]
}
