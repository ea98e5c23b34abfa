import { describeTask, type TaskFeature, taskFeatureNames } from './kinds-of-task'
import { spokenOf, workKinds } from './spoken-of'
import type { TextReading } from './text-reading'
import { describeShape, type ShapeName, shapeFeatureNames, weighedLength } from './text-shape'
import { type PhraseKind, phraseOnlyKinds, type WorkKind } from './vocabulary'

export type DenseName = ShapeName | TaskFeature | WorkKind | PhraseKind | `${WorkKind} first`

/** The order of the numbers in a model; another order or other names need another training. */
export const denseNames: readonly DenseName[] = [
  ...shapeFeatureNames,
  ...taskFeatureNames,
  ...phraseOnlyKinds,
  ...workKinds,
  ...workKinds.map(kind => `${kind} first` as const),
]

const shapePlace = new Map(shapeFeatureNames.map((name, at) => [name, at]))
const mostWords = 15
/** Words at the beginning say what is wanted; later ones may be part of what it is about. */
const opening = 10

/** What can be told of a text without training: its shape, its kind of task, and the kinds of work its words speak of. */
export function denseFeatures(reading: TextReading): number[] {
  const shape = describeShape(reading)
  const spoken = spokenOf(reading)
  const { total, firstAt } = spoken
  const byName = (name: ShapeName) => shape[shapePlace.get(name) ?? -1] ?? 0
  const features = [...shape, ...describeTask(reading, spoken, weighedLength(reading), byName)]
  for (const kind of phraseOnlyKinds) features.push(total(kind) > 0 ? 1 : 0)
  for (const kind of workKinds) features.push(Math.log2(1 + Math.min(mostWords, total(kind))) / 2)
  for (const kind of workKinds) features.push(firstAt(kind) >= 0 && firstAt(kind) < opening ? 1 : 0)
  return features
}
