import type { AnswerFormat, ChatMessage, InferenceRequest, ToolChoice, ToolDefinition } from '../protocol'
import { isPrefill, offersTools } from '../request-shape'
import type { OpenAiServer } from './server'

export interface OpenAiQuestion {
  path: '/v1/chat/completions' | '/v1/completions' | '/infill'
  body: Record<string, unknown>
}

type Wire = Record<string, unknown>

const toImages = ({ images = [] }: ChatMessage): Wire[] =>
  images.map(({ mediaType, data }) => ({
    type: 'image_url',
    image_url: { url: `data:${mediaType};base64,${data}` },
  }))

const toText = (text: string): Wire[] => (text === '' ? [] : [{ type: 'text', text }])

function toMessage(message: ChatMessage): Wire {
  const images = message.role === 'user' ? toImages(message) : []
  return {
    role: message.role,
    content: images.length === 0 ? message.content : [...images, ...toText(message.content)],
    ...(message.toolCalls?.length
      ? {
          tool_calls: message.toolCalls.map(call => ({
            id: call.id,
            type: 'function',
            function: { name: call.name, arguments: JSON.stringify(call.arguments) },
          })),
        }
      : {}),
    ...(message.toolCallId === undefined ? {} : { tool_call_id: message.toolCallId }),
  }
}

/**
 * The results of tools hold text only in this API, and nothing may stand between them: their images follow as a message of
 * the user's, each set under the name of its tool.
 */
function toMessages(messages: readonly ChatMessage[]): Wire[] {
  const sent: Wire[] = []
  let shown: Wire[] = []
  const showImages = (): void => {
    if (shown.length > 0) sent.push({ role: 'user', content: shown })
    shown = []
  }
  for (const message of messages) {
    if (message.role !== 'tool') showImages()
    sent.push(toMessage(message))
    if (message.role === 'tool' && message.images?.length) {
      shown.push(...toText(`${message.name ?? 'tool'}:`), ...toImages(message))
    }
  }
  showImages()
  return sent
}

const toTool = (tool: ToolDefinition): Wire => ({ type: 'function', function: tool })

function toToolChoice(choice: ToolChoice, tools: readonly ToolDefinition[], server: OpenAiServer): Wire {
  if (typeof choice === 'string') return { tools: tools.map(toTool), tool_choice: choice }
  // llama.cpp reads words only and takes anything else for `auto`, without a complaint.
  if (server.kind === 'llamacpp' || server.has('no-named-tool')) {
    return { tools: tools.filter(({ name }) => name === choice.name).map(toTool), tool_choice: 'required' }
  }
  return {
    tools: tools.map(toTool),
    tool_choice: { type: 'function', function: { name: choice.name } },
  }
}

function toTools(request: InferenceRequest, server: OpenAiServer): Wire {
  const { tools = [], toolChoice } = request
  if (!offersTools(request)) return {}
  return toolChoice === undefined ? { tools: tools.map(toTool) } : toToolChoice(toolChoice, tools, server)
}

/** OpenAI's rule for such names. */
const formatName = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64) || 'answer'

function toFormat(format: AnswerFormat, server: OpenAiServer): Wire {
  const isObjectUnknown = server.product === 'lmstudio' || server.has('no-json-object')
  if (format.type === 'json' && !isObjectUnknown) return { type: 'json_object' }
  const { name, schema } = format.type === 'json' ? { name: 'answer', schema: { type: 'object' } } : format
  const isStrict = format.type === 'schema' && !server.has('no-strict-schema')
  return {
    type: 'json_schema',
    json_schema: { name: formatName(name), schema, ...(isStrict ? { strict: true } : {}) },
  }
}

/**
 * vLLM, SGLang and llama.cpp pass `chat_template_kwargs` on to the model's template, where most families call the switch
 * `enable_thinking` and DeepSeek's `thinking`; a template takes no notice of a name it does not know.
 */
function toReasoning({ reasoning, model }: InferenceRequest, server: OpenAiServer): Wire {
  if (reasoning === undefined || server.ignoresReasoning(model)) return {}
  const isOn = reasoning !== 'off'
  if (server.kind === 'openai') return { reasoning_effort: isOn ? reasoning : 'none' }
  return {
    chat_template_kwargs: { enable_thinking: isOn, thinking: isOn },
    ...(isOn ? { reasoning_effort: reasoning } : {}),
  }
}

/** llama.cpp goes on with a begun answer only while the model is not to think. */
function toPrefill(request: InferenceRequest, server: OpenAiServer): Wire {
  if (!isPrefill(request)) return {}
  if (server.kind === 'sglang') return { continue_final_message: true }
  return {
    continue_final_message: true,
    add_generation_prompt: false,
    ...(server.kind === 'llamacpp'
      ? { chat_template_kwargs: { enable_thinking: false, thinking: false }, reasoning_effort: undefined }
      : {}),
  }
}

/** `top_k` and `min_p` are no part of the API: a server that does not know them may refuse the question for them. */
function toSampling(request: InferenceRequest, server: OpenAiServer): Wire {
  const isOwn = server.kind !== 'openai'
  const takesTopK = isOwn || server.product !== null
  const limit = server.has('max-completion-tokens') ? 'max_completion_tokens' : 'max_tokens'
  return {
    temperature: request.temperature,
    top_p: request.topP,
    ...(takesTopK ? { top_k: request.topK } : {}),
    ...(isOwn ? { min_p: request.minP } : {}),
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    [limit]: server.fillsWindow(request) ? undefined : request.maxTokens,
    seed: request.seed,
    stop: request.stop,
  }
}

/**
 * The probability of each token that was chosen. llama.cpp tells the twenty likeliest of each unless it is told how many, and
 * refuses to tell any in a stream with tools.
 */
function toConfidence(request: InferenceRequest, server: OpenAiServer): Wire {
  if (!server.confidence.isAsked(request) || offersTools(request)) return {}
  return { logprobs: true, ...(server.kind === 'llamacpp' ? { top_logprobs: 1 } : {}) }
}

/** LM Studio keeps a model that it loaded for a question this many seconds. */
const toTimeToLive = ({ keepAlive = 0 }: InferenceRequest, server: OpenAiServer): Wire =>
  server.product === 'lmstudio' && keepAlive > 0 ? { ttl: keepAlive } : {}

/**
 * `POST /v1/chat/completions`; `/v1/completions` for a raw text, and llama.cpp's own `/infill` for a gap in one, since its
 * completions take no notice of a suffix. The context window is fixed when such a server starts, so it is not sent.
 */
export function toOpenAiRequest(request: InferenceRequest, server: OpenAiServer): OpenAiQuestion {
  const { prompt, format } = request
  const common = {
    model: request.model,
    stream: true,
    ...(server.has('no-stream-options') ? {} : { stream_options: { include_usage: true } }),
    ...toSampling(request, server),
    ...toTimeToLive(request, server),
  }
  if (prompt === undefined) {
    return {
      path: '/v1/chat/completions',
      body: {
        ...common,
        messages: toMessages(request.messages),
        ...toTools(request, server),
        ...(format === undefined ? {} : { response_format: toFormat(format, server) }),
        ...toReasoning(request, server),
        ...toPrefill(request, server),
        ...toConfidence(request, server),
      },
    }
  }
  const { text, suffix } = prompt
  if (suffix === undefined || server.kind !== 'llamacpp') {
    return { path: '/v1/completions', body: { ...common, prompt: text, suffix } }
  }
  return {
    path: '/infill',
    body: {
      model: request.model,
      stream: true,
      input_prefix: text,
      input_suffix: suffix,
      n_predict: request.maxTokens,
      ...toSampling({ ...request, maxTokens: undefined }, server),
    },
  }
}
