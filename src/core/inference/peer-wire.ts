import { z } from 'zod'
import { errorShape } from '../../shared/errors'
import { parseJson } from './framing/parse-json'
import type { ChatMessage, Completion, InferenceFrame, InferenceRequest, RawPrompt } from './protocol'

/**
 * `POST /api/complete`, spoken between harombe nodes. The Python harombe knows `messages`, `tools` and `temperature`,
 * answers with one JSON document, sends null for what is absent and ignores the other fields of the request. Our nodes
 * also stream: NDJSON, one frame a line, blank lines as keep-alives. What only ours know is written only when it is used.
 */

export const peerStreamType = 'application/x-ndjson'
/** Sent while there is nothing to say, at least every 15 s; the reader takes it as a sign of life. */
export const peerKeepAlive = '\n'

/**
 * Names the lease a stream stands under. Whoever sent it says with `POST /api/lease {ids}` every few seconds that it still
 * wants those answers; the peer gives up what nobody has spoken of for 25 s, however healthy the connection looks.
 */
export const leaseHeader = 'x-harombe-lease'
export const leasePath = '/api/lease'
export const leaseId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/, 'That is no lease.')
export const leaseRequest = z.strictObject({ ids: z.array(leaseId).max(1000) })

const fields = z.record(z.string(), z.unknown())

const fieldsAsText = z
  .string()
  .transform((text, context): unknown => {
    try {
      return parseJson(text)
    } catch {
      context.addIssue('Write the arguments as one JSON object.')
      return z.NEVER
    }
  })
  .pipe(fields)

const peerToolCall = z.object({
  id: z.string().max(256),
  name: z.string().max(256),
  arguments: z
    .union([fields, fieldsAsText])
    .nullish()
    .transform(input => input ?? {}),
})

const peerImage = z.object({
  media_type: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
  data: z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/, 'Write the image as base64.'),
})

const peerFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('json') }),
  z.object({ type: z.literal('schema'), name: z.string().max(256), schema: fields }),
])

const peerMessage = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string().nullish(),
  tool_calls: z.array(peerToolCall).max(128).nullish(),
  tool_call_id: z.string().max(256).nullish(),
  name: z.string().max(256).nullish(),
  images: z.array(peerImage).max(64).nullish(),
})

export const peerRequest = z.object({
  messages: z.array(peerMessage).min(1).max(2000),
  tools: z
    .array(
      z.object({
        function: z.object({
          name: z.string().min(1).max(256),
          description: z.string().nullish(),
          parameters: z.record(z.string(), z.unknown()).nullish(),
        }),
      }),
    )
    .max(128)
    .nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  stream: z.boolean().nullish(),
  model: z.string().min(1).max(256).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  seed: z.number().int().nullish(),
  stop: z.array(z.string()).max(16).nullish(),
  top_k: z.number().int().min(0).max(1_000_000).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  tool_choice: z
    .union([z.enum(['auto', 'required']), z.object({ name: z.string().min(1).max(256) })])
    .nullish(),
  format: peerFormat.nullish(),
  reasoning: z.enum(['off', 'low', 'medium', 'high']).nullish(),
  /** The usage of the answer is to tell how sure the model was. */
  watch_confidence: z.boolean().nullish(),
})
export type PeerRequest = z.infer<typeof peerRequest>

function toPeerMessage(message: ChatMessage): PeerRequest['messages'][number] {
  // The Python node builds a dataclass from these keys: one it does not know is an error there.
  return {
    role: message.role,
    content: message.content,
    ...(message.toolCalls === undefined || message.toolCalls.length === 0
      ? {}
      : {
          tool_calls: message.toolCalls.map(({ id, name, arguments: input }) => ({
            id,
            name,
            arguments: input,
          })),
        }),
    ...(message.toolCallId === undefined ? {} : { tool_call_id: message.toolCallId }),
    ...(message.name === undefined ? {} : { name: message.name }),
    ...(message.images?.length
      ? { images: message.images.map(({ mediaType, data }) => ({ media_type: mediaType, data })) }
      : {}),
  }
}

export function toPeerRequest(request: InferenceRequest): Record<string, unknown> {
  return {
    messages: request.messages.map(toPeerMessage),
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : {
          // The Python node reads description and parameters.properties of every tool without asking.
          tools: request.tools.map(({ name, description = '', parameters }) => ({
            type: 'function',
            function: { name, description, parameters: { type: 'object', properties: {}, ...parameters } },
          })),
        }),
    temperature: request.temperature,
    stream: true,
    model: request.model,
    top_p: request.topP,
    max_tokens: request.maxTokens,
    seed: request.seed,
    stop: request.stop,
    top_k: request.topK,
    min_p: request.minP,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    tool_choice: request.toolChoice,
    format: request.format,
    reasoning: request.reasoning,
    watch_confidence: request.watchConfidence,
  }
}

/** A raw text goes to a peer's OpenAI address: its own has messages only. */
export const toPeerCompletion = (request: InferenceRequest, { text, suffix }: RawPrompt) => ({
  model: request.model,
  prompt: text,
  suffix,
  stream: true,
  stream_options: { include_usage: true },
  temperature: request.temperature,
  top_p: request.topP,
  top_k: request.topK,
  min_p: request.minP,
  presence_penalty: request.presencePenalty,
  frequency_penalty: request.frequencyPenalty,
  max_tokens: request.maxTokens,
  seed: request.seed,
  stop: request.stop,
})

/** The other direction, for the node that is asked. `model` is null when the caller leaves the choice. */
export function fromPeerRequest(body: PeerRequest): Omit<
  InferenceRequest,
  'model' | 'contextLength' | 'keepAlive' | 'prompt'
> & {
  model: string | null
  stream: boolean
} {
  return {
    model: body.model ?? null,
    stream: body.stream ?? false,
    messages: body.messages.map(message => ({
      role: message.role,
      content: message.content ?? '',
      toolCalls: message.tool_calls ?? undefined,
      toolCallId: message.tool_call_id ?? undefined,
      name: message.name ?? undefined,
      images: message.images?.map(({ media_type: mediaType, data }) => ({ mediaType, data })),
    })),
    tools: body.tools?.map(({ function: tool }) => ({
      name: tool.name,
      description: tool.description ?? undefined,
      parameters: tool.parameters ?? { type: 'object', properties: {} },
    })),
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    maxTokens: body.max_tokens ?? undefined,
    seed: body.seed ?? undefined,
    stop: body.stop ?? undefined,
    topK: body.top_k ?? undefined,
    minP: body.min_p ?? undefined,
    presencePenalty: body.presence_penalty ?? undefined,
    frequencyPenalty: body.frequency_penalty ?? undefined,
    toolChoice: body.tool_choice ?? undefined,
    format: body.format ?? undefined,
    reasoning: body.reasoning ?? undefined,
    watchConfidence: body.watch_confidence ?? undefined,
  }
}

export const peerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({ type: z.literal('tool_call'), call: peerToolCall }),
  z.object({
    type: z.literal('usage'),
    usage: z.object({
      promptTokens: z.unknown().optional(),
      completionTokens: z.unknown().optional(),
      confidence: z.unknown().optional(),
    }),
  }),
  z.object({ type: z.literal('error'), error: errorShape }),
  z.object({ type: z.literal('done'), reason: z.enum(['stop', 'length', 'tool_calls']) }),
])
export const peerFrameTypes: ReadonlySet<string> = new Set(
  peerFrame.options.map(option => option.shape.type.value),
)

/** One line of a streamed answer, with its end. */
export function encodePeerFrame(frame: InferenceFrame): string {
  const wire = frame.type === 'error' ? { type: 'error', error: frame.error.toShape() } : frame
  return `${JSON.stringify(wire)}\n`
}

/** The answer in one piece, as the Python harombe gives and takes it. */
export const peerAnswer = z.object({
  content: z.string().nullish(),
  tool_calls: z.array(peerToolCall).max(128).nullish(),
  finish_reason: z.string().nullish(),
})

export function toPeerAnswer(completion: Completion): z.infer<typeof peerAnswer> {
  return {
    content: completion.content,
    tool_calls: completion.toolCalls.length === 0 ? null : completion.toolCalls,
    finish_reason: completion.reason,
  }
}
