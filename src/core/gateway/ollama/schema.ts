import { z } from 'zod'
import { maxAnswerTokens, maxStops, sampling, stopText } from '../answer-options'
import {
  calledName,
  functionName,
  jsonObject,
  maxMessages,
  maxTools,
  modelField,
  text,
  unsupported,
} from '../fields'

const model = z.string({ error: 'model is required' }).min(1, 'model is required').max(256)
const name = modelField.nullish()

const notTrue = (what: string) => z.literal(false, { error: unsupported(what) }).nullish()

/** Base64, without a `data:` prefix; what it holds is looked at when it is read. */
const images = z.array(z.string()).max(256).nullish()

const toolCall = z.object({
  id: z.string().max(256).nullish(),
  function: z.object({
    name: calledName,
    arguments: jsonObject.nullish(),
  }),
})

const message = z.object({
  role: z
    .string()
    .transform(role => role.toLowerCase())
    .pipe(
      z.enum(['system', 'user', 'assistant', 'tool'], {
        error: 'A message has the role system, user, assistant or tool.',
      }),
    ),
  content: text.nullish(),
  images: images,
  tool_calls: z.array(toolCall).max(maxTools).nullish(),
  tool_name: z.string().max(256).nullish(),
  tool_call_id: z.string().max(256).nullish(),
})
export type OllamaMessage = z.output<typeof message>

const tool = z.object({
  type: z.literal('function', { error: 'Only tools of type function are supported.' }).default('function'),
  function: z.object({
    name: functionName,
    description: z.string().max(16_384).nullish(),
    parameters: jsonObject.nullish(),
  }),
})

const format = z
  .union([z.literal(''), z.literal('json'), jsonObject], { error: 'format is "json" or a JSON Schema.' })
  .nullish()

const think = z
  .union([z.boolean(), z.enum(['low', 'medium', 'high', 'max'])], {
    error: 'think is true, false, "low", "medium", "high" or "max".',
  })
  .nullish()

/**
 * Of a model's options, those that say how the next token is drawn. The others are left out: what a model is loaded with
 * (`num_ctx`, `num_gpu`, …) is the same for all, or two clients would have it loaded again at every turn.
 */
const options = z
  .object({
    ...sampling,
    /** -1: until done; -2: until the context is full. */
    num_predict: z.number().int().min(-2).max(maxAnswerTokens).nullish(),
    stop: z.union([stopText, z.array(stopText).max(maxStops)]).nullish(),
  })
  .nullish()
export type OllamaOptions = z.output<typeof options>

/** Seconds, or a duration as Go writes it: `5m`, `1h30m`, `0`. Negative: for ever. */
const keepAlive = z.union([z.number(), z.string().max(64)], { error: 'keep_alive is a duration.' }).nullish()

const streamed = z
  .boolean()
  .nullish()
  .transform(stream => stream ?? true)

const common = {
  model: model,
  stream: streamed,
  format: format,
  think: think,
  options: options,
  keep_alive: keepAlive,
  logprobs: notTrue('logprobs'),
  _debug_render_only: notTrue('_debug_render_only'),
}

export const chatRequest = z.object({
  ...common,
  messages: z.array(message).max(maxMessages).nullish(),
  tools: z.array(tool).max(maxTools).nullish(),
})
export type ChatRequest = z.output<typeof chatRequest>

export const generateRequest = z.object({
  ...common,
  prompt: text.nullish(),
  suffix: text.nullish(),
  system: text.nullish(),
  raw: z.boolean().nullish(),
  images: images,
  template: z
    .literal('', { error: 'template is not supported: every node uses its own. Send raw: true for none.' })
    .nullish(),
  context: z
    .array(z.unknown())
    .max(0, 'context is not supported: send the conversation to /api/chat.')
    .nullish(),
})
export type GenerateRequest = z.output<typeof generateRequest>

/** `truncate` is not read: whether a text that is too long is cut is up to the node. */
export const embedRequest = z.object({
  model: model,
  input: z
    .union([text.transform(input => (input === '' ? [] : [input])), z.array(text).max(2048)], {
      error: 'input is a text or a list of at most 2048 texts.',
    })
    .nullish(),
  dimensions: z.number().int().min(0).max(65_536).nullish(),
})

export const embeddingsRequest = z.object({ model: model, prompt: text.nullish() })

/** `name` is what older clients send, and Ollama's own JavaScript client for pulling and deleting. */
const named = { model: name, name: name }
type Named = { [key in keyof typeof named]?: string | null | undefined }

const nameOf = (input: Named) => input.model || input.name || ''
const isNamed = (input: Named) => nameOf(input) !== ''

/** To be shown or deleted: its name. */
export const namedRequest = z.object(named).refine(isNamed, 'model is required').transform(nameOf)
export const pullRequest = z
  .object({ ...named, stream: streamed })
  .refine(isNamed, 'model is required')
  .transform(({ stream, ...input }) => ({ model: nameOf(input), stream }))
