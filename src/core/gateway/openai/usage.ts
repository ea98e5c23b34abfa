import type { AnswerMetrics, RouteDecision } from '../../../shared/entities'
import type { Usage } from '../../inference/protocol'

export interface TokenCounts {
  prompt: number
  completion: number
}

/** OpenAI's shapes have no way to say "unknown", so what a backend did not count is estimated. */
export function countTokens({
  usage,
  metrics,
  route,
}: {
  usage: Usage
  metrics: AnswerMetrics
  route: RouteDecision
}): TokenCounts {
  return {
    prompt: usage.promptTokens ?? metrics.promptTokens ?? route.classification.estimatedTokens,
    completion: usage.completionTokens ?? metrics.tokens,
  }
}

export const toUsage = ({ prompt, completion }: TokenCounts) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
})
