import type { Capability } from '../../shared/entities'
import { estimateTokens } from '../inference/estimate-tokens'
import type { ChatMessage, ToolDefinition } from '../inference/protocol'
import type { EmbeddingExecution, ExecutionRequest } from './types'

/** What a request asks of the model that answers it, whichever that is. */
export interface Requirements {
  /** A model that is known to lack one of these is never asked. */
  needs: readonly Capability[]
  /** A model that is known to have these goes first; one without them is better than no answer. */
  prefers: readonly Capability[]
  /** Tokens that must fit the model's context window; an estimate. */
  contextTokens: number
  /** Tokens the caller wants to be able to get. A window too small for both is used when there is no larger one. */
  answerTokens: number
}

/** Tokens of one image in the context: 24 × 24 patches, as LLaVA's encoder has; others make 250 to 1,500 of one. */
const imageTokens = 576

/** Longer texts are measured in three pieces, so that no request costs more than this to look at. */
const measuredLength = 300_000
const piece = measuredLength / 3

/** As `estimateTokens`, in bounded time: what lies between the pieces is taken to be as dense as they are. */
export function estimateBounded(text: string): number {
  if (text.length <= measuredLength) return estimateTokens(text)
  const middle = Math.floor((text.length - piece) / 2)
  const tokens =
    estimateTokens(text.slice(0, piece)) +
    estimateTokens(text.slice(middle, middle + piece)) +
    estimateTokens(text.slice(-piece))
  return Math.ceil((tokens * text.length) / measuredLength)
}

function messageTokens({ content, images = [], toolCalls = [] }: ChatMessage): number {
  let tokens = estimateBounded(content) + images.length * imageTokens
  for (const call of toolCalls) tokens += estimateBounded(call.name + JSON.stringify(call.arguments))
  return tokens
}

const toolTokens = ({ name, description = '', parameters }: ToolDefinition): number =>
  estimateBounded(name + description + JSON.stringify(parameters))

const sum = <T>(items: readonly T[] | undefined, measure: (item: T) => number): number =>
  items?.reduce((total, item) => total + measure(item), 0) ?? 0

type AskedFor = Pick<ExecutionRequest, 'messages' | 'prompt' | 'tools' | 'format' | 'maxTokens'>

/** What a chat or a raw text to go on with asks for. */
export function requirementsOf({ messages, prompt, tools, format, maxTokens = 0 }: AskedFor): Requirements {
  if (prompt !== undefined) {
    const contextTokens = estimateBounded(prompt.text) + estimateBounded(prompt.suffix ?? '')
    return { needs: ['completion'], prefers: [], contextTokens, answerTokens: maxTokens }
  }
  const needs: Capability[] = ['chat']
  if (messages.some(({ images }) => images !== undefined && images.length > 0)) needs.push('vision')
  // Calls and results of earlier turns are left out by the templates of models that know no tools.
  const usesTools = messages.some(({ role, toolCalls }) => role === 'tool' || (toolCalls?.length ?? 0) > 0)
  if (usesTools || (tools?.length ?? 0) > 0) needs.push('tools')
  if (messages.at(-1)?.role === 'assistant') needs.push('prefill')
  return {
    needs,
    prefers: format?.type === 'schema' ? ['json'] : [],
    contextTokens: sum(messages, messageTokens) + sum(tools, toolTokens),
    answerTokens: maxTokens,
  }
}

/** The estimate is at most this many times the true count for what people write; see `estimateTokens`. */
const largestOverestimate = 1.6

/** What embeddings ask for. Each text has the window to itself, and only one that surely does not fit is refused. */
export function requirementsOfEmbedding({ inputs }: Pick<EmbeddingExecution, 'inputs'>): Requirements {
  const longest = inputs.reduce((most, input) => Math.max(most, estimateBounded(input)), 0)
  const contextTokens = Math.floor(longest / largestOverestimate)
  return { needs: ['embeddings'], prefers: [], contextTokens, answerTokens: 0 }
}
