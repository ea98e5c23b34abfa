import { z } from 'zod'

const maxText = 4_000_000

/** Lone surrogates cannot be written as UTF-8; backends refuse or mangle them. */
const text = z
  .string()
  .max(maxText)
  .transform(value => value.toWellFormed())

const textPart = z.object({ type: z.literal('text'), text: text })
const refusalPart = z.object({ type: z.literal('refusal'), refusal: text })

const part = z.discriminatedUnion('type', [textPart, refusalPart], {
  error: 'Only text parts are supported; images, audio and files are not.',
})
const content = z.union([text, z.array(part).max(1000)], {
  error: issue =>
    Array.isArray(issue.input)
      ? 'Only text parts are supported; images, audio and files are not.'
      : 'Write a string or a list of text parts.',
})

const toolCall = z.object({
  id: z.string().min(1).max(256),
  type: z.literal('function').default('function'),
  function: z.object({ name: z.string().min(1).max(256), arguments: z.string().max(1_000_000) }),
})

const message = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.enum(['system', 'developer', 'user']), content: content }),
    z.object({
      role: z.literal('assistant'),
      content: content.nullish(),
      tool_calls: z.array(toolCall).max(128).nullish(),
    }),
    z.object({ role: z.literal('tool'), content: content, tool_call_id: z.string().min(1).max(256) }),
  ],
  { error: 'A message has the role system, developer, user, assistant or tool.' },
)

const tool = z.object({
  type: z.literal('function', { error: 'Only tools of type function are supported.' }),
  function: z.object({
    name: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'A function name has letters, digits and _ . - only.'),
    description: z.string().max(16_384).nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
})

const toolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    z.object({ type: z.literal('function'), function: z.object({ name: z.string().max(64) }) }),
  ],
  { error: 'tool_choice is none, auto, required or one function.' },
)

const stop = z.string().min(1).max(1000)
const tokens = z.number().int().min(1).max(10_000_000)

const unsupported = (what: string) => `${what} is not supported.`

/**
 * Of a chat completion request, what harombe can honour. Other fields are ignored, as OpenAI's clients send many; those
 * that would change the answer's meaning are refused rather than ignored.
 */
export const chatCompletionRequest = z.object({
  model: z.string().max(256).nullish(),
  messages: z.array(message).min(1).max(2000),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: toolChoice.nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: tokens.nullish(),
  max_completion_tokens: tokens.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  seed: z.number().int().nullish(),
  stop: z.union([stop, z.array(stop).max(16)]).nullish(),
  n: z.literal(1, { error: unsupported('More than one choice') }).nullish(),
  logprobs: z.literal(false, { error: unsupported('logprobs') }).nullish(),
  response_format: z
    .object({ type: z.literal('text', { error: unsupported('A response_format other than text') }) })
    .nullish(),
  functions: z.never({ error: 'functions is not supported; use tools.' }).optional(),
})
export type ChatCompletionRequest = z.output<typeof chatCompletionRequest>
export type OpenAiMessage = ChatCompletionRequest['messages'][number]
