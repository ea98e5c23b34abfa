import { createRandom, sample } from '../chaos/random'

export interface Split<T> {
  train: readonly T[]
  test: readonly T[]
}

/**
 * Cuts items into folds of about equal size, none of which shares a group with another, and returns each fold as test beside
 * the rest as training. The same seed gives the same folds. Groups are dealt largest first to the smallest fold, in random
 * order among equals.
 */
export function groupedFolds<T>(
  items: readonly T[],
  groupOf: (item: T) => string,
  { folds, seed }: { folds: number; seed: number },
): Split<T>[] {
  const groups = Map.groupBy(items, groupOf)
  const dealt = sample([...groups.values()], groups.size, createRandom(seed)).toSorted(
    (a, b) => b.length - a.length,
  )
  const parts: T[][] = Array.from({ length: folds }, () => [])
  for (const group of dealt) {
    const smallest = parts.reduce((least, part) => (part.length < least.length ? part : least))
    smallest.push(...group)
  }
  return parts
    .filter(part => part.length > 0)
    .map(test => ({ test, train: parts.flatMap(part => (part === test ? [] : part)) }))
}

/** Each kind once as test, beside all others as training. */
export function leaveOneOut<T>(
  items: readonly T[],
  kindOf: (item: T) => string,
): (Split<T> & { kind: string })[] {
  return [...Map.groupBy(items, kindOf)].map(([kind, test]) => ({
    kind,
    test,
    train: items.filter(item => kindOf(item) !== kind),
  }))
}
