import { hash } from './hash'
import type { SimulatedBehaviour } from './types'

/** Logarithms of probabilities a made-up model has for its pieces: the same for the same piece, and of no model at all. */
const ranges = { sure: [-0.4, 0], unsure: [-3.2, -0.6] } as const

/** As OpenAI and Ollama write one; null where the server tells none. */
export function logprobOf(
  token: string,
  manner: SimulatedBehaviour['logprobs'],
): { token: string; logprob: number } | null {
  if (manner === 'none' || manner === 'refused') return null
  const [least, most] = ranges[manner]
  return { token, logprob: least + ((hash(token) % 1000) / 1000) * (most - least) }
}
