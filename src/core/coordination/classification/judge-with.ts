import type { TextJudge } from './classifier'
import { findEvidence } from './evidence'
import { featuresOf, logOddsOf, probabilitiesOf } from './score-text'
import { readText } from './text-reading'
import type { TierModel } from './tier-model'

/** Judges by a given model; the work is bounded whatever the length of the text. */
export function judgeWith(model: TierModel): TextJudge {
  return {
    judge(text) {
      const reading = readText(text)
      const features = featuresOf(reading)
      return {
        probabilities: probabilitiesOf(logOddsOf(model, features)),
        evidence: findEvidence(model, reading, features),
      }
    },
  }
}
