import {
  type Classifier,
  neutralOperatingPoint,
  type TextJudge,
} from '../../../src/core/coordination/classification/classifier'
import { createFeatureClassifier } from '../../../src/core/coordination/classification/feature-classifier'
import { decideTier } from '../../../src/core/coordination/classification/operating-point'
import { describeRequest } from '../../../src/core/coordination/execution'
import { type RoutePreference, routePreference } from '../../../src/shared/entities'
import type { Router } from '../outcome'

export const preferences: readonly RoutePreference[] = routePreference.options

/** A trained judge at one setting, with nothing learnt from a user. */
export const judgeRouter = (judge: TextJudge, preference: RoutePreference): Router => ({
  name: `ours, ${preference}`,
  judge(prompt) {
    const { probabilities } = judge.judge(prompt)
    const [, medium, powerful] = probabilities
    const tier = decideTier(probabilities, { ...neutralOperatingPoint, preference })
    return { tier, scores: [medium + powerful, powerful], probabilities }
  },
})

/** The whole way of a question through the product, up to its tier. */
export const classifierRouter = (classifier: Classifier, preference: RoutePreference): Router => ({
  name: `ours, ${preference}`,
  judge(prompt) {
    const request = {
      target: { tier: 'auto' as const },
      messages: [{ role: 'user' as const, content: prompt }],
    }
    const operatingPoint = { ...neutralOperatingPoint, preference }
    const { classification } = describeRequest(classifier, request, operatingPoint)
    const { tier, probabilities = null } = classification
    const [, medium, powerful] = probabilities ?? [0, 0, 0]
    return { tier, scores: [medium + powerful, powerful], probabilities }
  },
})

const shipped = createFeatureClassifier()

/** The model that is shipped, as the product uses it. */
export const shippedRouter = (preference: RoutePreference): Router => classifierRouter(shipped, preference)
