import type { Capability } from '../../../shared/entities'
import type { HarombeError } from '../../../shared/errors'

/** What servers say when a model cannot do what was asked, in the words of Ollama, llama.cpp, vLLM and our own clients. */
const sayings: readonly (readonly [Capability, RegExp])[] = [
  ['tools', /does not support tools|cannot use tools|tool (?:calls?|calling|use) (?:is|are) not supported/i],
  [
    'vision',
    /does not support (?:images?|vision|multi-?modal)|image input is not supported|not a multi-?modal model|missing data required for image/i,
  ],
  ['embeddings', /does not support embeddings?|embeddings? (?:is|are) not supported/i],
  ['reasoning', /does not support (?:thinking|reasoning)/i],
  ['chat', /does not support chat/i],
]

/** The ability a model lacks, by a refusal met in real use; null when the error is about anything else. */
export function lackBehind({ code, message }: Pick<HarombeError, 'code' | 'message'>): Capability | null {
  if (code !== 'NODE_REFUSED' && code !== 'BAD_REQUEST') return null
  return sayings.find(([, saying]) => saying.test(message))?.[0] ?? null
}
