import { type DenseName, denseNames } from '../src/core/coordination/classification/dense-features'

type Beliefs = Partial<Record<DenseName, number>>

/**
 * What is known of small and large models apart from our few examples, in log-odds for one deviation of a feature: small
 * ones write, chat, explain and look up nearly as well; mathematics, code that must run, precise extraction and long
 * chains of demands part them. The fit is pulled towards this, so that kinds of work the examples hardly hold, and
 * sources they do not hold at all, are judged sensibly.
 */
const medium: Beliefs = {
  length: 0.3,
  mathematics: 0.35,
  proof: 0.4,
  code: 0.2,
  systems: 0.3,
  calculation: 0.15,
  latex: 0.3,
  extraction: 0.3,
  puzzle: 0.2,
  constraint: 0.15,
  story: -0.35,
  letter: -0.25,
  society: -0.3,
  roleplay: -0.25,
  explanation: -0.15,
  everyday: -0.4,
  greeting: -0.15,
  advice: -0.2,
  lookup: -0.15,
  'lookup first': -0.15,
  brief: -0.3,
  translation: -0.15,
  science: 0.2,
  profession: 0.15,
  optimisation: 0.2,
  design: 0.1,
  fault: 0.15,
  persona: -0.1,
  'story first': -0.1,
  'society first': -0.1,
  operators: 0.15,
  numbers: 0.1,
}
const powerful: Beliefs = {
  length: 0.15,
  mathematics: 0.4,
  proof: 0.5,
  latex: 0.4,
  systems: 0.4,
  design: 0.15,
  optimisation: 0.2,
  implementation: 0.15,
  code: 0.25,
  fault: 0.15,
  science: 0.25,
  profession: 0.2,
  detail: 0.1,
  operators: 0.2,
  story: -0.4,
  letter: -0.3,
  society: -0.3,
  extraction: -0.25,
  roleplay: -0.3,
  everyday: -0.4,
  brief: -0.25,
  lookup: -0.15,
  options: -0.2,
  explanation: -0.15,
  advice: -0.2,
  greeting: -0.15,
  translation: -0.2,
  puzzle: 0.1,
}

export const believed = (share: number): readonly [number[], number[]] => [
  denseNames.map(name => share * (medium[name] ?? 0)),
  denseNames.map(name => share * (powerful[name] ?? 0)),
]
