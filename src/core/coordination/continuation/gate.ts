import type { BackendKind, ModelSummary } from '../../../shared/entities'
import type { ExecutionRequest } from '../types'

/** What a caller has of an answer whose node died. */
export interface Written {
  text: string
  tokens: number
  hasToolCall: boolean
  /** The last thing it said was a thought: no word of the answer came after it. */
  isReasoning: boolean
}

/** Less than this is sooner written again (reliability figures of the project, 5.3). */
const leastTokens = 64
const mostContinuations = 1

type Asked = Pick<ExecutionRequest, 'prompt' | 'tools' | 'format' | 'maxTokens'>

/**
 * Why an answer must not be gone on with by another node, whichever; null when it may. Only plain text can be: of a tool
 * call, a thought or a form that a grammar keeps, what was not sent yet cannot be known.
 */
export function whyNotContinued(
  { tools = [], format, prompt, maxTokens }: Asked,
  written: Written,
  continuations: number,
): string | null {
  if (continuations >= mostContinuations) return 'it was continued once already'
  if (written.hasToolCall || tools.length > 0) return 'tools are in use'
  if (format !== undefined) return 'it has to keep to a form'
  if (prompt !== undefined) return 'it goes on with a raw text'
  if (written.isReasoning) return 'it broke off in a thought'
  if (written.tokens < leastTokens) return 'too little of it was written'
  if (maxTokens !== undefined && written.tokens >= maxTokens) return 'it was as long as it may be'
  return null
}

/** A model where it is served. */
export interface ServedCopy {
  backend: BackendKind
  model: string
  summary: Pick<ModelSummary, 'digest'> | undefined
}

/**
 * Whether two nodes serve the same weights with the same template. A digest proves it; where neither server tells one, only
 * servers of one kind that call the model by the very same name are taken to.
 */
export function isSameCopy(a: ServedCopy, b: ServedCopy): boolean {
  const digests = [a.summary?.digest ?? null, b.summary?.digest ?? null]
  const [first, second] = digests
  if (first !== null || second !== null) return first === second
  return a.backend === b.backend && a.model === b.model
}
