import type { AnswerMetrics, RouteDecision } from '../../shared/entities'
import type { Usage } from '../inference/protocol'

export interface TokenCounts {
  prompt: number
  completion: number
}

/** OpenAI's and Anthropic's shapes have no way to say "unknown", so what a backend did not count is estimated. */
export const toTokenCounts = ({
  usage,
  metrics,
  route,
}: {
  usage: Usage
  metrics: AnswerMetrics
  route: RouteDecision
}): TokenCounts => ({
  prompt: usage.promptTokens ?? metrics.promptTokens ?? route.classification.estimatedTokens,
  completion: usage.completionTokens ?? metrics.tokens,
})
