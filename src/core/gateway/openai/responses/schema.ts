import { z } from 'zod'
import { isRecord } from '../../../../shared/record'
import { sampling } from '../../answer-options'
import { calledName, callId, maxMessages, maxParts, maxTools, text, unsupported } from '../../fields'
import { functionFields, jsonSchemaFields, maxTokens, model, reasoningEffort } from '../fields'

const inputText = z.object({ type: z.literal('input_text'), text: text })
const outputText = z.object({ type: z.literal('output_text'), text: text })
const refusal = z.object({ type: z.literal('refusal'), refusal: text })
const inputImage = z.object({
  type: z.literal('input_image'),
  image_url: z.string({ error: 'harombe keeps no files: send the image itself as a data: URL.' }),
})

/** Parts of the kinds that make sense in this place; a text is one of them. */
function contentOf<S extends z.ZodType>(part: S) {
  return z.preprocess(
    value => (typeof value === 'string' ? [{ type: 'input_text', text: value }] : value),
    z.array(part, { error: 'Write a string or a list of parts.' }).max(maxParts),
  )
}

const onlyKinds = (kinds: string) => ({
  error: `Only ${kinds} parts are supported here; audio and files are not.`,
})

const seen = contentOf(
  z.discriminatedUnion('type', [inputText, inputImage], onlyKinds('input_text and input_image')),
)
const plain = contentOf(z.discriminatedUnion('type', [inputText], onlyKinds('input_text')))
const said = contentOf(
  z.discriminatedUnion('type', [inputText, outputText, refusal], onlyKinds('output_text')),
)

const type = z.literal('message')

const item = z.discriminatedUnion(
  'type',
  [
    z.discriminatedUnion(
      'role',
      [
        z.object({ type, role: z.enum(['system', 'developer']), content: plain }),
        z.object({ type, role: z.literal('user'), content: seen }),
        z.object({ type, role: z.literal('assistant'), content: said }),
      ],
      { error: 'A message has the role system, developer, user or assistant.' },
    ),
    z.object({
      type: z.literal('function_call'),
      call_id: callId,
      name: calledName,
      arguments: z.string().max(1_000_000),
    }),
    z.object({ type: z.literal('function_call_output'), call_id: callId, output: seen }),
    /** Models make up their minds anew; clients send it back as they got it. */
    z.object({ type: z.literal('reasoning') }),
  ],
  {
    error: issue =>
      isRecord(issue.input) && issue.input.type === 'item_reference'
        ? 'harombe keeps no responses: send the item itself.'
        : 'An input item is a message, function_call, function_call_output or reasoning.',
  },
)

/** Messages may leave out what they are. */
const typedItem = z.preprocess(
  value => (isRecord(value) && value.type === undefined ? { ...value, type: 'message' } : value),
  item,
)

/** The kind is looked at first: a built-in tool lacks what a function has. */
const functionTool = z.object({
  type: z.literal('function', {
    error: 'harombe runs no tools of its own: offer functions, and run them yourself.',
  }),
  ...functionFields,
  strict: z.boolean().nullish(),
})

const namedFunction = z.object({ type: z.literal('function'), name: z.string().max(64) })

const toolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    namedFunction,
    z.object({
      type: z.literal('allowed_tools'),
      mode: z.enum(['auto', 'required']),
      tools: z.array(namedFunction).max(maxTools),
    }),
  ],
  { error: 'tool_choice is none, auto, required, one function or allowed_tools.' },
)

const textFormat = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('text') }),
    z.object({ type: z.literal('json_object') }),
    z.object({ ...jsonSchemaFields, type: z.literal('json_schema'), strict: z.boolean().nullish() }),
  ],
  { error: 'A format has the type text, json_object or json_schema.' },
)

const noState = { error: 'harombe keeps no responses: send the whole conversation as input.' }

/**
 * Of a request for a response, what harombe can honour. It keeps nothing between requests; `store` is answered false
 * rather than refused, because it is on unless a client turns it off.
 */
export const responseRequest = z.object({
  model: model,
  input: z.preprocess(
    value => (typeof value === 'string' ? [{ role: 'user', content: value }] : value),
    z.array(typedItem, { error: 'input is a text or a list of items.' }).min(1).max(maxMessages),
  ),
  instructions: text.nullish(),
  tools: z.array(functionTool).max(maxTools).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z.object({ format: textFormat.nullish() }).nullish(),
  reasoning: z.object({ effort: reasoningEffort }).nullish(),
  max_output_tokens: maxTokens,
  temperature: sampling.temperature,
  top_p: sampling.top_p,
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  stream: z.boolean().nullish(),
  top_logprobs: z.literal(0, { error: unsupported('top_logprobs') }).nullish(),
  include: z
    .array(z.string())
    .refine(names => !names.includes('message.output_text.logprobs'), unsupported('logprobs'))
    .nullish(),
  background: z
    .literal(false, { error: 'harombe keeps no responses: leave background out and wait, or stream.' })
    .nullish(),
  previous_response_id: z.null(noState).optional(),
  conversation: z.null(noState).optional(),
  prompt: z.null({ error: 'harombe keeps no prompts: send the text as input or instructions.' }).optional(),
})
export type ResponseRequest = z.output<typeof responseRequest>
export type InputItem = ResponseRequest['input'][number]
