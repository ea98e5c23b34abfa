import type { AgentStep } from '../../../shared/entities'
import type { ClassifierInput, Evidence } from './classifier'
import type { ToolLoop } from './steps'
import type { Turn } from './turn'

/** In log-odds: of needing more than tier 0, and of needing tier 2. */
export type Raise = readonly [number, number]

/** What surrounds a text and makes it harder or easier, and by how much. */
export interface Surrounding extends Evidence {
  raise: Raise
}

/**
 * What surrounds a text moves its log-odds, by little: none of it was measured on the prompts the judge was trained on, and
 * whoever is wrong here is wrong in every turn. All in one place, so that they can be weighed against each other.
 *
 * - image: small vision models describe and read well; what they miss are figures and fine print. To see is a capability.
 * - tool: of up to three tools small models mostly choose well. Each doubling costs them; 24 count as much as thousands. Those of harombe
 *   itself do not count: they stand beside every question of a chat, the smallest among them.
 * - result: as many results as a person keeps in mind are read by any model; a long history makes small ones repeat calls.
 * - schema: servers that are told of it force the form, so the rest is as hard as the text.
 * - correction: a model of the size that was chosen has just failed: its odds are halved, and again for every time more.
 * - cosmetic: a form can be changed by a model that could not have found what it changes, and never needs the largest.
 * - made: to go on with code or a plan is a little harder than the words by which it was asked for.
 * - argumentsTold / argumentsSaid: what is left is to copy values into a form. A loop that looks like it may be about to
 *   answer, so it counts for less than when the agent says so.
 * - synthesis: what was read has to be weighed, beyond what the question alone asks.
 */
export const raises = {
  image: [0.3, 0.1],
  mostForImages: [0.6, 0.3],
  toolDoubling: [0.3, 0.15],
  mostForTools: [0.9, 0.45],
  fewTools: 3,
  resultDoubling: [0.25, 0.15],
  mostForResults: [0.75, 0.45],
  fewResults: 4,
  schema: [0.2, 0],
  correction: [0.7, 0.6],
  mostForCorrections: [1.4, 1.2],
  cosmetic: [-1.2, -3.4],
  made: [0.3, 0.2],
  argumentsTold: [-1, -1],
  argumentsSaid: [-1.8, -1.8],
  synthesis: [0.3, 0.2],
} as const

const times = ([more, most]: Raise, count: number, [mostMore, mostMost]: Raise): Raise => [
  Math.min(mostMore, more * count),
  Math.min(mostMost, most * count),
]
const doublings = (count: number, few: number): number => Math.max(0, Math.log2(count / few))

const because = (words: string, raise: Raise): Surrounding => ({ words, raise, weight: raise[0] })

export interface Surroundings {
  input: ClassifierInput
  turn: Turn
  loop: ToolLoop
  step: AgentStep | undefined
  images: number
}

/** Only what raises or lowers anything. */
export function surroundingsOf({ input, turn, loop, step, images }: Surroundings): Surrounding[] {
  const found: Surrounding[] = []
  const add = (words: string, raise: Raise) => {
    if (raise[0] !== 0 || raise[1] !== 0) found.push(because(words, raise))
  }
  if (images > 0) add('it is about an image', times(raises.image, images, raises.mostForImages))
  const { tools, toolsAreStanding = false } = input
  if (step !== 'synthesis' && !toolsAreStanding) {
    add(
      `${tools.length} tools are offered`,
      times(raises.toolDoubling, doublings(tools.length, raises.fewTools), raises.mostForTools),
    )
  }
  add(
    `${loop.results} tool results have come in`,
    times(raises.resultDoubling, doublings(loop.results, raises.fewResults), raises.mostForResults),
  )
  if (input.hasSchema === true) add('the answer has to keep to a schema', raises.schema)
  if (turn.kind === 'cosmetic') add('only another form is wanted', raises.cosmetic)
  if (turn.corrections > 0) {
    add(
      'the answer before was not right',
      times(raises.correction, turn.corrections, raises.mostForCorrections),
    )
  }
  if (
    turn.hasMadeThings &&
    (turn.kind === 'agreement' || turn.kind === 'continuation' || turn.kind === 'correction')
  ) {
    add('it goes on with code or a plan', raises.made)
  }
  if (step === 'arguments') {
    add(
      'only the next call is filled in',
      input.step === undefined ? raises.argumentsTold : raises.argumentsSaid,
    )
  }
  if (step === 'synthesis' && loop.results > 0)
    add('the answer is made of what the tools brought', raises.synthesis)
  return found
}
