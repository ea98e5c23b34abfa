import { groupsOf } from '../bench/routing/groups'
import { readOwnPrompts } from '../bench/routing/own-prompts'
import type { GoldRow } from '../bench/routing/rows'
import type { Example } from './train'

/**
 * Our own prompts and further files count together as so many examples at most, each source by itself: a thousand commands
 * to a lamp, or one exam with its fixed wording, would drown what real questions say.
 */
const mostOfOwn = 100
const mostOfFurther = 10

function weighed(rows: readonly GoldRow[], most: number, calibrates: boolean): Example[] {
  const groups = groupsOf(rows)
  const sizes = new Map<string, number>()
  for (const { source } of rows) sizes.set(source, (sizes.get(source) ?? 0) + 1)
  return rows.map(({ prompt, source, tier, id }, index) => ({
    ...{ prompt, source, tier, calibrates },
    weight: Math.min(1, most / (sizes.get(source) ?? 1)),
    group: groups[index] ?? id,
  }))
}

/**
 * What a model is trained on: prompts with known outcomes, which also tell how often it is right; further ones; and those of
 * our own, which are always among them.
 */
export const examplesFrom = (rows: readonly GoldRow[], further: readonly GoldRow[] = []): Example[] => [
  ...weighed(rows, Number.POSITIVE_INFINITY, true),
  ...weighed(further, mostOfFurther, false),
  ...weighed(
    readOwnPrompts('prompts').map(row => ({ ...row, source: 'own' })),
    mostOfOwn,
    false,
  ),
]
