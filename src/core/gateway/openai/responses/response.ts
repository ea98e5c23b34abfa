import { errorTable, type HarombeError } from '../../../../shared/errors'
import type { ExecutionResult } from '../../../coordination/types'
import { type TokenCounts, toTokenCounts } from '../../token-counts'
import { openAiError } from '../errors'
import type { AnswerIdentity } from '../from-execution'
import { callItem, type ItemStatus, messageItem, reasoningItem } from './items'
import type { ResponseRequest } from './schema'

/** How far a response is. Clients read the status first and then what belongs to it. */
export interface ResponseState {
  status: ItemStatus | 'failed'
  model: string
  output: readonly object[]
  tokens?: TokenCounts
  error?: HarombeError
}

/** OpenAI's table of codes is closed and has no word for most of what can happen here; ours stands beside it. */
function toError(error: HarombeError): object {
  const { code, message } = openAiError(error).error
  const isBusy = errorTable[error.code].status === 429 || error.code === 'NODE_BUSY'
  return { code: isBusy ? 'rate_limit_exceeded' : 'server_error', message, type: code }
}

const toResponseUsage = ({ prompt, completion }: TokenCounts) => ({
  input_tokens: prompt,
  input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
  output_tokens: completion,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: prompt + completion,
})

/** Writes the response object of one request: what was asked, as harombe understood it, and what came of it. */
export function createResponseWriter(request: ResponseRequest, { id, created }: AnswerIdentity) {
  const asked = {
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: null,
    reasoning: { effort: request.reasoning?.effort ?? null, summary: null },
    store: false,
    temperature: request.temperature ?? null,
    text: { format: request.text?.format ?? { type: 'text' } },
    tool_choice: request.tool_choice ?? 'auto',
    tools: request.tools ?? [],
    top_p: request.top_p ?? null,
    truncation: 'disabled',
  }

  return ({ status, model, output, tokens, error }: ResponseState): object => ({
    id,
    object: 'response',
    created_at: created,
    status,
    background: false,
    error: error === undefined ? null : toError(error),
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    model,
    output,
    ...asked,
    usage: tokens === undefined ? null : toResponseUsage(tokens),
  })
}
export type ResponseWriter = ReturnType<typeof createResponseWriter>

export const endStatus = (reason: ExecutionResult['reason']): ItemStatus =>
  reason === 'length' ? 'incomplete' : 'completed'

export interface ResponseAnswerOptions {
  write: ResponseWriter
  /** Of an item; `kind` is what OpenAI's ids begin with. */
  createId(kind: 'msg' | 'rs' | 'fc'): string
}

/** The whole answer. One without a word or a call still is a message, an empty one. */
export function toResponse(result: ExecutionResult, { write, createId }: ResponseAnswerOptions): object {
  const { content, reasoning, answeredBy, toolCalls } = result
  const status = endStatus(result.reason)
  return write({
    status,
    model: answeredBy.model,
    output: [
      ...(reasoning === '' ? [] : [reasoningItem(createId('rs'), 'completed', reasoning)]),
      ...(content === '' && toolCalls.length > 0 ? [] : [messageItem(createId('msg'), status, content)]),
      ...toolCalls.map(call => callItem(createId('fc'), 'completed', call, JSON.stringify(call.arguments))),
    ],
    tokens: toTokenCounts(result),
  })
}
