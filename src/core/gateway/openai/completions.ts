import { z } from 'zod'
import type { ExecutionResult } from '../../coordination/types'
import { sampling, toSampling, toStops } from '../answer-options'
import { text, unsupported } from '../fields'
import type { StreamFormat } from '../http/relay'
import { dataEvent, eventStream } from '../http/server-sent-events'
import { toTokenCounts } from '../token-counts'
import type { AnswerRequest, Destination } from '../types'
import { openAiError } from './errors'
import { maxTokens, model, noLogitBias, onlyOneChoice, stop } from './fields'
import type { AnswerIdentity } from './from-execution'
import { toUsage } from './usage'

const prompt = z
  .union([text, z.tuple([text])], {
    error: issue => {
      if (!Array.isArray(issue.input)) return 'prompt is a text.'
      return issue.input.every(part => typeof part === 'string')
        ? 'Only one prompt a request is supported.'
        : 'Tokens are not supported, for every model has its own; send the text.'
    },
  })
  .transform(value => (typeof value === 'string' ? value : value[0]))
  // Ollama takes it for a wish to load the model, and answers nothing.
  .refine(value => value !== '', 'The prompt is empty.')

/** OpenAI's older API: a text to go on with. What harombe cannot honour is refused, as for chat. */
export const completionRequest = z.object({
  ...sampling,
  stop: stop,
  model: model,
  prompt: prompt,
  suffix: text.nullish(),
  echo: z.boolean().nullish(),
  max_tokens: maxTokens,
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: onlyOneChoice,
  best_of: onlyOneChoice,
  logprobs: z.null({ error: unsupported('logprobs') }).optional(),
  logit_bias: noLogitBias,
})
export type CompletionRequest = z.output<typeof completionRequest>

export function toCompletionExecution(request: CompletionRequest, destination: Destination): AnswerRequest {
  return {
    messages: [],
    prompt: { text: request.prompt, suffix: request.suffix ?? undefined },
    ...destination,
    ...toSampling(request),
    stop: toStops(request.stop),
    maxTokens: request.max_tokens ?? undefined,
  }
}

/** A raw prompt calls no tools, and reasoning has no place in this shape. */
const finishOf = (reason: ExecutionResult['reason']) => (reason === 'length' ? 'length' : 'stop')

const choice = (text: string, finish: string | null) => ({
  text,
  index: 0,
  logprobs: null,
  finish_reason: finish,
})

export function toTextCompletion(
  result: ExecutionResult,
  { id, created }: AnswerIdentity,
  echo: string,
): object {
  return {
    id,
    object: 'text_completion',
    created,
    model: result.answeredBy.model,
    choices: [choice(echo + result.content, finishOf(result.reason))],
    usage: toUsage(toTokenCounts(result)),
  }
}

/** As for chat: `[DONE]` follows success alone. `echo` is said before the answer; empty for nothing. */
export function createCompletionFormat(
  { id, created }: AnswerIdentity,
  { includeUsage, echo }: { includeUsage: boolean; echo: string },
): StreamFormat {
  const noUsage = includeUsage ? ',"usage":null' : ''
  let head = ''
  const chunk = (text: string, finish: string | null) =>
    dataEvent(
      `${head},"choices":[{"text":${JSON.stringify(text)},"index":0,"logprobs":null,"finish_reason":${JSON.stringify(finish)}}]${noUsage}}`,
    )
  return {
    ...eventStream,
    opening({ answeredBy }) {
      head = JSON.stringify({ id, object: 'text_completion', created, model: answeredBy.model }).slice(0, -1)
      return echo === '' ? '' : chunk(echo, null)
    },
    part: part => (part.type === 'text' ? chunk(part.text, null) : ''),
    closing(finished) {
      const last = includeUsage
        ? dataEvent(`${head},"choices":[],"usage":${JSON.stringify(toUsage(toTokenCounts(finished)))}}`)
        : ''
      return `${chunk('', finishOf(finished.reason))}${last}${dataEvent('[DONE]')}`
    },
    failure: error => dataEvent(JSON.stringify(openAiError(error))),
  }
}
