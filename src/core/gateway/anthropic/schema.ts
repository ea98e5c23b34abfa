import { z } from 'zod'
import { maxAnswerTokens, maxStops, sampling, stopText } from '../answer-options'
import { calledName, callId, jsonObject, maxMessages, maxParts, maxTools, text, unsupported } from '../fields'

const textBlock = z.object({ type: z.literal('text'), text: text })

const imageBlock = z.object({
  type: z.literal('image'),
  source: z.discriminatedUnion('type', [z.object({ type: z.literal('base64'), data: z.string() })], {
    error: 'harombe fetches no images from addresses and keeps no files: send the image itself, as base64.',
  }),
})

/** A text stands for a list with one block of text. Made one before it is looked at, so that errors name the block. */
const blocks = <Block extends z.ZodType>(block: Block) =>
  z.preprocess(
    value => (typeof value === 'string' ? [{ type: 'text', text: value }] : value),
    z.array(block, { error: 'Write a text or a list of blocks.' }).max(maxParts),
  )

const only = (kinds: string) => ({ error: `Only blocks of the types ${kinds} are supported here.` })

const resultBlock = z.object({
  type: z.literal('tool_result'),
  tool_use_id: callId,
  content: blocks(z.discriminatedUnion('type', [textBlock, imageBlock], only('text and image'))).nullish(),
  is_error: z.boolean().nullish(),
})
export type ToolResultBlock = z.output<typeof resultBlock>

const userBlock = z.discriminatedUnion(
  'type',
  [textBlock, imageBlock, resultBlock],
  only('text, image and tool_result'),
)
export type UserBlock = z.output<typeof userBlock>

const assistantBlock = z.discriminatedUnion(
  'type',
  [
    textBlock,
    z.object({ type: z.literal('tool_use'), id: callId, name: calledName, input: jsonObject }),
    // Taken and dropped: what a model thought is of use to nobody but the model that thought it.
    z.object({ type: z.literal('thinking') }),
    z.object({ type: z.literal('redacted_thinking') }),
  ],
  only('text, tool_use and thinking'),
)
export type AssistantBlock = z.output<typeof assistantBlock>

const systemText = blocks(z.discriminatedUnion('type', [textBlock], only('text')))

const message = z.discriminatedUnion(
  'role',
  [
    z.object({ role: z.literal('user'), content: blocks(userBlock) }),
    z.object({ role: z.literal('assistant'), content: blocks(assistantBlock) }),
    z.object({ role: z.literal('system'), content: systemText }),
  ],
  { error: 'A message has the role user, assistant or system.' },
)
export type AnthropicMessage = z.output<typeof message>

const tool = z.object({
  type: z
    .literal('custom', {
      error: 'Only tools with an input_schema are supported, which the caller runs; none is run here.',
    })
    .nullish(),
  name: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/, 'A tool name has letters, digits and _ . - only.'),
  description: z.string().max(65_536).nullish(),
  input_schema: jsonObject,
})
export type AnthropicTool = z.output<typeof tool>

const single = { disable_parallel_tool_use: z.boolean().nullish() }

const toolChoice = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('auto'), ...single }),
    z.object({ type: z.literal('any'), ...single }),
    z.object({ type: z.literal('tool'), name: z.string().max(128), ...single }),
    z.object({ type: z.literal('none') }),
  ],
  { error: 'tool_choice has the type auto, any, tool or none.' },
)

const thinking = z.object({
  type: z.enum(['enabled', 'disabled', 'adaptive', 'between_tools'], {
    error: 'thinking has the type enabled, disabled, adaptive or between_tools.',
  }),
  budget_tokens: z.number().int().min(0).nullish(),
  display: z.string().max(64).nullish(),
})

const outputConfig = z.object({
  effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullish(),
  format: z
    .object({
      type: z.literal('json_schema', { error: 'The format is json_schema; nothing else is supported.' }),
      schema: jsonObject,
    })
    .nullish(),
})

const question = {
  model: z.string({ error: 'model: Field required' }).min(1, 'model: Field required').max(256),
  messages: z.array(message).min(1).max(maxMessages),
  system: systemText.nullish(),
  tools: z.array(tool).max(maxTools).nullish(),
  tool_choice: toolChoice.nullish(),
  thinking: thinking.nullish(),
  output_config: outputConfig.nullish(),
}

/**
 * Of a request for a message, what harombe can honour. Other fields are ignored, as clients send many (metadata,
 * cache_control, service_tier, betas); those that would change the answer's meaning are refused.
 */
export const messagesRequest = z.object({
  ...question,
  max_tokens: z.number({ error: 'max_tokens is required, a number.' }).int().min(1).max(maxAnswerTokens),
  stream: z.boolean().nullish(),
  stop_sequences: z.array(stopText).max(maxStops).nullish(),
  temperature: sampling.temperature,
  top_p: sampling.top_p,
  top_k: sampling.top_k,
  container: z.null({ error: unsupported('container') }).optional(),
  mcp_servers: z.array(z.unknown()).max(0, 'mcp_servers are not supported: harombe calls none.').nullish(),
})
export type MessagesRequest = z.output<typeof messagesRequest>

export const countTokensRequest = z.object(question)
export type CountTokensRequest = z.output<typeof countTokensRequest>
