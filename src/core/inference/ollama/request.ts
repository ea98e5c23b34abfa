import { HarombeError } from '../../../shared/errors'
import type { AnswerFormat, ChatMessage, InferenceRequest, ToolDefinition } from '../protocol'
import { offersTools } from '../request-shape'

export interface OllamaQuestion {
  path: '/api/chat' | '/api/generate'
  body: Record<string, unknown>
}

/** The value of `think`, as this model takes it; undefined leaves it out. */
export type Think = boolean | string | undefined

function toMessage(message: ChatMessage): Record<string, unknown> {
  return {
    role: message.role,
    content: message.content,
    ...(message.images?.length ? { images: message.images.map(({ data }) => data) } : {}),
    ...(message.toolCalls?.length
      ? {
          tool_calls: message.toolCalls.map(call => ({
            id: call.id,
            function: { name: call.name, arguments: call.arguments },
          })),
        }
      : {}),
    ...(message.toolCallId === undefined ? {} : { tool_call_id: message.toolCallId }),
    ...(message.name === undefined ? {} : { tool_name: message.name }),
  }
}

const toTool = (tool: ToolDefinition) => ({ type: 'function', function: tool })

const toFormat = (format: AnswerFormat) => (format.type === 'json' ? 'json' : format.schema)

function optionsOf(request: InferenceRequest): { options?: Record<string, unknown> } {
  const options = {
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    min_p: request.minP,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    num_predict: request.maxTokens,
    seed: request.seed,
    stop: request.stop,
    num_ctx: request.contextLength,
  }
  return Object.values(options).some(value => value !== undefined) ? { options } : {}
}

/**
 * `truncate: false`: without it Ollama drops the beginning of a conversation that does not fit and says nothing. `shift` is
 * never sent: it is an option of the loaded model, so that another value makes Ollama load it again.
 */
function common(request: InferenceRequest): Record<string, unknown> {
  return {
    model: request.model,
    stream: true,
    truncate: false,
    ...(request.keepAlive === undefined ? {} : { keep_alive: request.keepAlive }),
    ...optionsOf(request),
  }
}

/**
 * `POST /api/chat`, or `/api/generate` for a raw text. A last message of the assistant's is continued by Ollama without
 * being told. `tool_choice` does not exist there: whoever promises a call checks for one.
 * @throws HarombeError NODE_REFUSED for an empty raw text, which would only load the model
 */
export function toOllamaRequest(
  request: InferenceRequest,
  think: Think,
  asksProbabilities = false,
): OllamaQuestion {
  const { prompt, format } = request
  if (prompt !== undefined) {
    if (prompt.text === '') {
      throw new HarombeError('NODE_REFUSED', 'Ollama cannot go on with an empty text.', {
        hint: 'Let another node answer, or give it a beginning.',
      })
    }
    // A gap is filled through the model's own template, so `raw` would take it away. Unless told, a model that can
    // think has its tags taken out of a raw text too.
    const kind = prompt.suffix === undefined ? { raw: true } : { suffix: prompt.suffix }
    return {
      path: '/api/generate',
      body: { ...common(request), prompt: prompt.text, ...kind, think: false },
    }
  }
  return {
    path: '/api/chat',
    body: {
      ...common(request),
      messages: request.messages.map(toMessage),
      ...(offersTools(request) ? { tools: request.tools?.map(toTool) } : {}),
      ...(format === undefined ? {} : { format: toFormat(format) }),
      ...(think === undefined ? {} : { think }),
      // Since 0.12.11; earlier ones take no notice.
      ...(asksProbabilities ? { logprobs: true } : {}),
    },
  }
}
