import {
  inputOf,
  type MemberScores,
  memberScores,
  mixed,
} from '../src/core/coordination/classification/score-text'
import type { Head, Mix, TierModel } from '../src/core/coordination/classification/tier-model'
import { calibrate, type Scored } from './calibrate'
import type { Example } from './examples'
import { knownFeatures } from './features'
import { type MemberOptions, type Members, trainMembers } from './members'
import { createRandom } from './random'

export interface TrainingOptions extends MemberOptions {
  /** What the members count for, each in units of its spread. */
  mix: Mix
  form: Pick<TierModel['form'], 'mix' | 'intercept'>
  innerFolds: number
}

export const usual: TrainingOptions = {
  forest: { trees: 150, leastInLeaf: 2, features: 0.15, seed: 20 },
  belief: 0.8,
  densePull: 300,
  gramsPull: 0.33,
  formDensePull: 3,
  formGramsPull: 0.02,
  mix: { trees: 0.5, dense: 0.25, grams: 0.25 },
  // Below it lie more than nine in ten of what small models did well, above it most of what was written to be hard.
  form: { mix: { dense: 0.35, grams: 0.65 }, intercept: -0.5 },
  innerFolds: 3,
}

const neutral = { mix: { trees: 1, dense: 1, grams: 1 }, slope: 1, intercept: 0 }

const modelOf = ({ heads, form, ...members }: Members, options: TrainingOptions): TierModel => ({
  ...members,
  trainedOn: [],
  heads: [
    { ...heads[0], ...neutral },
    { ...heads[1], ...neutral },
  ],
  form: { ...form, ...options.form },
})

function askMembers(model: TierModel, prompt: string): MemberScores {
  const features = knownFeatures(prompt)
  return memberScores(model, features, inputOf(model, features))
}

interface Unseen {
  scores: MemberScores
  example: Example
}

/** What models that were trained without an example say of it. */
function askUnseen(examples: readonly Example[], options: TrainingOptions): Unseen[] {
  const foldOf = assignFolds(examples, options.innerFolds)
  return Array.from({ length: options.innerFolds }, (_, fold) => fold).flatMap(fold => {
    const isOut = ({ group }: Example) => foldOf.get(group) === fold
    const held = examples.filter(example => isOut(example) && example.calibrates)
    if (held.length === 0) return []
    const model = modelOf(
      trainMembers(
        examples.filter(example => !isOut(example)),
        options,
      ),
      options,
    )
    return held.map(example => ({ scores: askMembers(model, example.prompt), example }))
  })
}

function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)
  return Math.max(0.05, Math.sqrt(square))
}

/** Members speak on scales of their own: each is divided by its spread, and the mean is calibrated. */
function tuneHead(head: Head, at: 0 | 1, unseen: readonly Unseen[], weights: Mix): Head {
  const shareOf = (member: keyof Mix) =>
    weights[member] / spreadOf(unseen.map(({ scores }) => scores.heads[at][member]))
  const mix = { trees: shareOf('trees'), dense: shareOf('dense'), grams: shareOf('grams') }
  const scored = unseen.map(
    ({ scores, example }): Scored => ({
      score: mixed(mix, scores.heads[at]),
      target: example.tier > at ? 1 : 0,
      weight: 1,
    }),
  )
  return { ...head, mix, ...calibrate(scored) }
}

/** Trains on all, and calibrates on what models that were trained without an example say of it. */
export function train(examples: readonly Example[], options: TrainingOptions = usual): TierModel {
  const model = modelOf(trainMembers(examples, options), options)
  const unseen = askUnseen(examples, options)
  const [first, second] = model.heads
  return {
    ...model,
    heads: [tuneHead(first, 0, unseen, options.mix), tuneHead(second, 1, unseen, options.mix)],
  }
}

function assignFolds(examples: readonly Example[], folds: number): Map<string, number> {
  const random = createRandom(7)
  const groups = [...new Set(examples.map(({ group }) => group))].sort()
  return new Map(groups.map(group => [group, Math.floor(random() * folds)]))
}
