import { z } from 'zod'
import { HarombeError } from '../../shared/errors'
import { createToolCallMaker, finishReason, usageOf } from './frame-parts'
import type { Translate } from './framing/answer-decoder'
import { nodeError, readRefusal } from './http/node-error'
import type { ChatMessage, InferenceRequest } from './protocol'

function toMessage(message: ChatMessage): Record<string, unknown> {
  return {
    role: message.role,
    content: message.content,
    ...(message.toolCalls === undefined || message.toolCalls.length === 0
      ? {}
      : {
          tool_calls: message.toolCalls.map(call => ({
            id: call.id,
            function: { name: call.name, arguments: call.arguments },
          })),
        }),
    ...(message.toolCallId === undefined ? {} : { tool_call_id: message.toolCallId }),
    ...(message.name === undefined ? {} : { tool_name: message.name }),
  }
}

/** The body of `POST /api/chat`. `keep_alive` is left out: how long a model stays loaded is the owner's choice. */
export function toOllamaRequest(request: InferenceRequest): Record<string, unknown> {
  const options = {
    temperature: request.temperature,
    top_p: request.topP,
    num_predict: request.maxTokens,
    seed: request.seed,
    stop: request.stop,
    num_ctx: request.contextLength,
  }
  const hasOptions = Object.values(options).some(value => value !== undefined)
  return {
    model: request.model,
    stream: true,
    messages: request.messages.map(toMessage),
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : { tools: request.tools.map(tool => ({ type: 'function', function: tool })) }),
    ...(hasOptions ? { options } : {}),
  }
}

const line = z.object({
  error: z.unknown().optional(),
  message: z
    .object({
      content: z.string().nullish(),
      thinking: z.string().nullish(),
      tool_calls: z
        .array(
          z.object({
            id: z.unknown().optional(),
            function: z.object({ name: z.string(), arguments: z.unknown().optional() }),
          }),
        )
        .nullish(),
    })
    .nullish(),
  done: z.boolean().optional(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.unknown().optional(),
  eval_count: z.unknown().optional(),
})

/** Answers of `/api/chat`, line by line. Success is `done: true`; an error comes as a line of its own and just ends. */
export function createOllamaTranslator(host: string, createId?: () => string): Translate<unknown> {
  const toolCalls = createToolCallMaker(createId)
  return function translate(value, emit): void {
    const parsed = line.safeParse(value)
    if (!parsed.success) {
      throw new HarombeError('MALFORMED_RESPONSE', `${host} answers, but not in Ollama's format.`, {
        hint: 'Check the backend of the node.',
      })
    }
    const { error, message, done, done_reason: reason } = parsed.data
    if (error !== undefined && error !== null) {
      emit({ type: 'error', error: nodeError(readRefusal(value), host) })
      return
    }
    if (message?.thinking) emit({ type: 'reasoning', text: message.thinking })
    if (message?.content) emit({ type: 'text', text: message.content })
    for (const call of message?.tool_calls ?? []) {
      const { name, arguments: input } = call.function
      emit({ type: 'tool_call', call: toolCalls.make(call.id, name, input) })
    }
    // Loading and unloading are reported as done although nothing was answered.
    if (done !== true || reason === 'load' || reason === 'unload') return
    const usage = usageOf(parsed.data.prompt_eval_count, parsed.data.eval_count)
    if (usage !== null) emit({ type: 'usage', usage })
    emit({ type: 'done', reason: finishReason(reason, toolCalls.count()) })
  }
}
