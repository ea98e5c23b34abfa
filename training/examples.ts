import { groupsOf } from '../bench/routing/groups'
import { readOwnPrompts } from '../bench/routing/own-prompts'
import type { GoldRow } from '../bench/routing/rows'
import type { Example } from './train'

/**
 * Prompts of our own and further files count as so many examples, each source and tier by itself: a thousand commands to a
 * lamp, or one exam with its fixed wording, would drown what real questions say.
 */
const mostOfOwnSimple = 40
const mostOfOwnHard = 75
const mostOfFurther = 10

/**
 * Kinds of our own hard prompts that are not trained on: essays of this sort are simple by outcomes, as those who judge the
 * answers find small models' essays good, and both cannot be learnt.
 */
const disputed = new Set(['research', 'legal', 'finance', 'analysis', 'philosophy', 'everyday-hard'])

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
export function examplesFrom(rows: readonly GoldRow[], further: readonly GoldRow[] = []): Example[] {
  const own = readOwnPrompts('prompts').filter(({ tier, task }) => tier === 0 || !disputed.has(task))
  return [
    ...weighed(rows, Number.POSITIVE_INFINITY, true),
    ...weighed(further, mostOfFurther, false),
    ...weighed(
      own.filter(({ tier }) => tier === 0),
      mostOfOwnSimple,
      false,
    ),
    ...weighed(
      own.filter(({ tier }) => tier > 0),
      mostOfOwnHard,
      false,
    ),
  ]
}
