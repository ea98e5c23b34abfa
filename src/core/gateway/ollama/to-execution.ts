import { HarombeError } from '../../../shared/errors'
import type {
  AnswerFormat,
  AnswerOptions,
  ChatMessage,
  InputImage,
  SamplingOptions,
  ToolCall,
  ToolDefinition,
} from '../../inference/protocol'
import { toReasoning, toSampling, toStops } from '../answer-options'
import { createImageReader, type ImageReader } from '../input-images'
import { toTool } from '../tool-plan'
import type { AnswerRequest, Destination } from '../types'
import type { ChatRequest, GenerateRequest, OllamaMessage, OllamaOptions } from './schema'

const invalid = (param: string, message: string) =>
  new HarombeError('BAD_REQUEST', message, { data: { param } })

function toFormat(format: ChatRequest['format']): AnswerFormat | undefined {
  if (format === undefined || format === null || format === '') return undefined
  return format === 'json' ? { type: 'json' } : { type: 'schema', name: 'answer', schema: format }
}

const toEffort = (think: ChatRequest['think']) =>
  typeof think === 'boolean' ? (think ? 'medium' : 'none') : think

function toDrawing(options: OllamaOptions): SamplingOptions {
  if (options === undefined || options === null) return {}
  const { seed, num_predict: predict, stop } = options
  return {
    ...toSampling(options),
    // A negative one stands for any.
    seed: seed === undefined || seed === null || seed < 0 ? undefined : seed,
    // Ollama too takes 0 for "no limit".
    maxTokens: predict === undefined || predict === null || predict <= 0 ? undefined : predict,
    stop: toStops(stop),
  }
}

const toTools = (tools: ChatRequest['tools']): ToolDefinition[] | undefined =>
  tools === undefined || tools === null || tools.length === 0
    ? undefined
    : tools.map(tool => toTool(tool.function))

function readImages(images: OllamaMessage['images'], reader: ImageReader, path: string) {
  if (images === undefined || images === null || images.length === 0) return undefined
  return images.map((data, index): InputImage => reader.fromBase64(data, `${path}images[${index}]`))
}

/**
 * Ollama's clients leave the ids of tool calls out, and answer by name or by order alone; other servers insist on ids.
 * Gives every call one, and every result that of the call it most likely answers.
 */
function createCallMatcher() {
  let open: { id: string; name: string }[] = []
  let made = 0
  return {
    calls(calls: NonNullable<OllamaMessage['tool_calls']>): ToolCall[] {
      const known = calls.map(({ id, function: { name, arguments: input } }) => ({
        id: id || `call_${made++}`,
        name,
        arguments: input ?? {},
      }))
      open = known.map(({ id, name }) => ({ id, name }))
      return known
    },
    result({ tool_call_id: id, tool_name: name }: OllamaMessage): Pick<ChatMessage, 'toolCallId' | 'name'> {
      const found = open.find(call => (id ? call.id === id : name ? call.name === name : true))
      open = open.filter(call => call !== found)
      return { toolCallId: id || found?.id, name: name || found?.name }
    },
  }
}

function toMessages(messages: readonly OllamaMessage[]): ChatMessage[] {
  const reader = createImageReader()
  const matcher = createCallMatcher()
  return messages.map((message, index): ChatMessage => {
    const { role } = message
    const content = message.content ?? ''
    const images = readImages(message.images, reader, `messages[${index}].`)
    if (images !== undefined && role !== 'user' && role !== 'tool') {
      throw invalid(`messages[${index}].images`, `A message of the role ${role} has no images.`)
    }
    if (role === 'tool') return { role, content, images, ...matcher.result(message) }
    if (role === 'user') return { role, content, images }
    const calls = message.tool_calls ?? []
    return role === 'assistant' && calls.length > 0
      ? { role, content, toolCalls: matcher.calls(calls) }
      : { role, content }
  })
}

const toOptions = ({ format, think, options }: ChatRequest | GenerateRequest): AnswerOptions => ({
  ...toDrawing(options),
  format: toFormat(format),
  reasoning: toReasoning(toEffort(think)),
})

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function fromChat(request: ChatRequest, destination: Destination): AnswerRequest {
  return {
    ...toOptions(request),
    ...destination,
    messages: toMessages(request.messages ?? []),
    tools: toTools(request.tools),
  }
}

function assertRaw({ system, images, format, raw, suffix }: GenerateRequest): void {
  const mode = raw === true ? 'raw mode' : 'filling in before a suffix'
  const forbidden = {
    system: system || undefined,
    images: images?.length || undefined,
    format: format || undefined,
  }
  for (const [field, value] of Object.entries(forbidden)) {
    if (value !== undefined) throw invalid(field, `${mode} does not support ${field}`)
  }
  if (raw === true && suffix) throw invalid('suffix', 'raw mode does not support suffix')
}

/** @throws HarombeError BAD_REQUEST; `data.param` names the field */
export function fromGenerate(request: GenerateRequest, destination: Destination): AnswerRequest {
  const prompt = request.prompt ?? ''
  if (request.raw === true || request.suffix) {
    assertRaw(request)
    return {
      ...toDrawing(request.options),
      ...destination,
      messages: [],
      prompt: { text: prompt, suffix: request.suffix || undefined },
    }
  }
  const images = readImages(request.images, createImageReader(), '')
  return {
    ...toOptions(request),
    ...destination,
    messages: [
      ...(request.system ? [{ role: 'system' as const, content: request.system }] : []),
      { role: 'user', content: prompt, images },
    ],
  }
}
