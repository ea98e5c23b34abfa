import type { TokenCounts } from '../token-counts'

export const toUsage = ({ prompt, completion }: TokenCounts) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
})
