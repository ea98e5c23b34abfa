import { groupsOf } from '../bench/routing/groups'
import { readOwnPrompts } from '../bench/routing/own-prompts'
import type { GoldRow } from '../bench/routing/rows'

/** A prompt with the tier it needs. */
export interface Example {
  prompt: string
  source: string
  tier: 0 | 1 | 2
  /** How much it counts for the trees, for the lines, and for what tells a hard form from others; 0 for not at all. */
  weights: { trees: number; lines: number; form: number }
  /** Examples of one group are kept together where the model is asked about what it has not seen. */
  group: string
  /** Outcomes are asked to tell how often the model is right; what was made up to be hard or simple is not. */
  calibrates: boolean
}

type WeightsOf = (row: GoldRow) => Example['weights']

/**
 * What is of our own counts for little: a thousand commands to a lamp would drown what real questions say. The trees, which
 * learn by heart, are shown only the simple ones of it, so that a kind of command they do not know looks simple to them.
 */
const own = { trees: 0.1, lines: 0.15 }
/** Further files of commands; other files are to be learnt from by the lines alone. */
const further = 0.03
/** For the form: what was written to be hard, against what was written to be simple and, thrice, what small models did well. */
const form = { hard: 1, simple: 0.5, doneWell: 3 }

function weighed(rows: readonly GoldRow[], weightsOf: WeightsOf, calibrates: boolean): Example[] {
  const groups = groupsOf(rows)
  return rows.map((row, index) => ({
    ...{ prompt: row.prompt, source: row.source, tier: row.tier, calibrates },
    weights: weightsOf(row),
    group: groups[index] ?? row.id,
  }))
}

/**
 * What a model is trained on: prompts with known outcomes, which also tell how often it is right; further ones; and those of
 * our own, which are always among them. Those of a source that was chosen to be hard are no teacher of form: they are hard
 * by what they ask, and look like any.
 */
export function examplesFrom(rows: readonly GoldRow[], more: readonly GoldRow[] = []): Example[] {
  const formOf = ({ tier, byConstruction }: GoldRow) => {
    if (tier > 0) return 0
    return byConstruction ? form.simple : form.doneWell
  }
  return [
    ...weighed(rows, row => ({ trees: 1, lines: 1, form: formOf(row) }), true),
    ...weighed(more, () => ({ trees: 0, lines: further, form: 0 }), false),
    ...weighed(
      readOwnPrompts('prompts'),
      ({ tier }) =>
        tier > 0
          ? { trees: 0, lines: own.lines, form: form.hard }
          : { trees: own.trees, lines: own.lines, form: form.simple },
      false,
    ),
  ]
}
