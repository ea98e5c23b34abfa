import { z } from 'zod'
import { sampling } from '../answer-options'
import { calledName, callId, maxMessages, maxParts, maxTools, text, unsupported } from '../fields'
import {
  functionFields,
  jsonSchemaFields,
  maxTokens,
  model,
  noLogitBias,
  onlyOneChoice,
  reasoningEffort,
  stop,
} from './fields'

const textPart = z.object({ type: z.literal('text'), text: text })
const refusalPart = z.object({ type: z.literal('refusal'), refusal: text })
const address = z.string()
const imagePart = z.object({
  type: z.literal('image_url'),
  /** Some clients leave out the object around the address. */
  image_url: z
    .union([address, z.object({ url: address })])
    .transform(image => (typeof image === 'string' ? image : image.url)),
})

/** A text, or parts of the kinds that make sense in this place. */
function contentOf<S extends z.ZodType>(part: S, kinds: string) {
  return z.union([text, z.array(part).max(maxParts)], {
    error: issue =>
      Array.isArray(issue.input)
        ? `Only ${kinds} parts are supported here; audio and files are not.`
        : `Write a string or a list of ${kinds} parts.`,
  })
}

const plain = contentOf(textPart, 'text')
const said = contentOf(z.discriminatedUnion('type', [textPart, refusalPart]), 'text')
const seen = contentOf(z.discriminatedUnion('type', [textPart, imagePart]), 'text and image_url')

const toolCall = z.object({
  id: callId,
  type: z.literal('function').default('function'),
  function: z.object({ name: calledName, arguments: z.string().max(1_000_000) }),
})

const message = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.enum(['system', 'developer']), content: plain }),
    z.object({ role: z.literal('user'), content: seen }),
    z.object({
      role: z.literal('assistant'),
      content: said.nullish(),
      tool_calls: z.array(toolCall).max(maxTools).nullish(),
    }),
    z.object({ role: z.literal('tool'), content: seen, tool_call_id: callId }),
  ],
  { error: 'A message has the role system, developer, user, assistant or tool.' },
)

const tool = z.object({
  type: z.literal('function', { error: 'Only tools of type function are supported.' }),
  function: z.object(functionFields),
})

const namedTool = z.object({ type: z.literal('function'), function: z.object({ name: z.string().max(64) }) })

const toolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    namedTool,
    z.object({
      type: z.literal('allowed_tools'),
      allowed_tools: z.object({
        mode: z.enum(['auto', 'required']),
        tools: z.array(namedTool).max(maxTools),
      }),
    }),
  ],
  { error: 'tool_choice is none, auto, required, one function or allowed_tools.' },
)

const responseFormat = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('text') }),
    z.object({ type: z.literal('json_object') }),
    z.object({ type: z.literal('json_schema'), json_schema: z.object(jsonSchemaFields) }),
  ],
  { error: 'A response_format has the type text, json_object or json_schema.' },
)

/**
 * Of a chat completion request, what harombe can honour. Other fields are ignored, as OpenAI's clients send many; those
 * that would change the answer's meaning are refused rather than ignored.
 */
export const chatCompletionRequest = z.object({
  ...sampling,
  stop: stop,
  model: model,
  messages: z.array(message).min(1).max(maxMessages),
  tools: z.array(tool).max(maxTools).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: responseFormat.nullish(),
  reasoning_effort: reasoningEffort,
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: maxTokens,
  max_completion_tokens: maxTokens,
  n: onlyOneChoice,
  logprobs: z.literal(false, { error: unsupported('logprobs') }).nullish(),
  top_logprobs: z.literal(0, { error: unsupported('top_logprobs') }).nullish(),
  logit_bias: noLogitBias,
  modalities: z.array(z.literal('text', { error: 'Answers are text only.' })).nullish(),
  audio: z.null({ error: unsupported('audio') }).optional(),
  web_search_options: z
    .null({ error: 'harombe searches nothing on a client’s behalf; offer a tool and run it yourself.' })
    .optional(),
  functions: z.null({ error: 'functions is not supported; use tools.' }).optional(),
  function_call: z.null({ error: 'function_call is not supported; use tool_choice.' }).optional(),
})
export type ChatCompletionRequest = z.output<typeof chatCompletionRequest>
export type OpenAiMessage = ChatCompletionRequest['messages'][number]
