import {
  neutralOperatingPoint,
  type TextJudge,
} from '../../../src/core/coordination/classification/classifier'
import { createClassifier } from '../../../src/core/coordination/classification/create-classifier'
import { createTextJudge } from '../../../src/core/coordination/classification/text-judge'
import { describeRequest } from '../../../src/core/coordination/describe-request'
import { type RoutePreference, routePreference } from '../../../src/shared/entities'
import type { Router } from '../outcome'

export const preferences: readonly RoutePreference[] = routePreference.options

/** The whole way of a question through the product, up to its tier, with nothing learnt from a user. */
export function judgeRouter(judge: TextJudge, preference: RoutePreference): Router {
  const classifier = createClassifier({ judge })
  const operatingPoint = { ...neutralOperatingPoint, preference }
  return {
    name: `ours, ${preference}`,
    judge(prompt) {
      const messages = [{ role: 'user' as const, content: prompt }]
      const request = { target: { tier: 'auto' as const }, messages }
      const { classification } = describeRequest(classifier, request, operatingPoint)
      const { tier, probabilities = null } = classification
      const [, medium, powerful] = probabilities ?? [0, 0, 0]
      return { tier, scores: [medium + powerful, powerful], probabilities }
    },
  }
}

/** The model that is shipped. */
export const shippedRouter = (preference: RoutePreference): Router =>
  judgeRouter(createTextJudge(), preference)
