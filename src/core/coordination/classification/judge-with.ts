import type { TextJudge } from './classifier'
import { findEvidence } from './evidence'
import { featuresOf, inputOf, logOddsOf, memberScores, probabilitiesOf } from './score-text'
import { readText } from './text-reading'
import type { TierModel } from './tier-model'

/** Judges by a given model; the work is bounded whatever the length of the text. */
export function judgeWith(model: TierModel): TextJudge {
  return {
    judge(text) {
      const reading = readText(text)
      const features = featuresOf(reading)
      const input = inputOf(model, features)
      const scores = memberScores(model, features, input)
      return {
        probabilities: probabilitiesOf(logOddsOf(model, scores)),
        form: scores.form,
        evidence: findEvidence(model, { reading, features, input, scores }),
      }
    },
  }
}
