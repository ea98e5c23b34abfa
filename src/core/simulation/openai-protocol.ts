import { z } from 'zod'
import type { AnswerEncoder, ChatQuestion, Spoken } from './speak'
import type { SimulatedToolCall } from './types'

const content = z
  .union([
    z.string(),
    z
      .array(z.object({ text: z.string().optional() }))
      .transform(parts => parts.map(({ text }) => text ?? '').join('')),
  ])
  .nullish()

export const openAiChatBody = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content })).min(1),
  tools: z.array(z.unknown()).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().nullish(),
  max_completion_tokens: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
})
export type OpenAiChatBody = z.infer<typeof openAiChatBody>

export function fromOpenAiChat(body: OpenAiChatBody): ChatQuestion {
  const stop = body.stop ?? []
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? -1
  return {
    model: body.model,
    messages: body.messages.map(message => ({ role: message.role, content: message.content ?? '' })),
    hasTools: (body.tools ?? []).length > 0,
    stream: body.stream ?? false,
    maxTokens: maxTokens > 0 ? maxTokens : null,
    stop: typeof stop === 'string' ? [stop] : stop,
  }
}

export function openAiError(status: number, message: string): Record<string, unknown> {
  const type = status === 404 ? 'not_found_error' : status < 500 ? 'invalid_request_error' : 'server_error'
  return { error: { message, type, param: null, code: status } }
}

function usage(spoken: Spoken): Record<string, number> {
  return {
    prompt_tokens: spoken.promptTokens,
    completion_tokens: spoken.completionTokens,
    total_tokens: spoken.promptTokens + spoken.completionTokens,
  }
}

/** @param serial makes the ids of two answers of one server differ */
export function createOpenAiEncoder(model: string, body: OpenAiChatBody, serial: number): AnswerEncoder {
  const id = `chatcmpl-simulated-${serial}`
  const created = Math.floor(Date.now() / 1000)
  const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
  const chunk = (choices: unknown[], extra: Record<string, unknown> = {}): string =>
    event({ id, object: 'chat.completion.chunk', created, model, choices, ...extra })
  const delta = (value: unknown, reason: string | null = null): string =>
    chunk([{ index: 0, delta: value, finish_reason: reason }])
  const toolCallOf = (call: SimulatedToolCall): { id: string; type: string } & Record<string, unknown> => ({
    id: `call_simulated_${serial}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  })

  return {
    contentType: 'text/event-stream; charset=utf-8',
    begin: () => delta({ role: 'assistant', content: '' }),
    token: text => delta({ content: text }),
    toolCall(call) {
      const text = JSON.stringify(call.arguments)
      const half = Math.ceil(text.length / 2)
      const name = { ...toolCallOf(call), index: 0, function: { name: call.name, arguments: '' } }
      const input = (part: string): unknown => ({ tool_calls: [{ index: 0, function: { arguments: part } }] })
      // Real servers send the arguments in pieces, so the stand-in does.
      return [
        delta({ tool_calls: [name] }),
        delta(input(text.slice(0, half))),
        delta(input(text.slice(half))),
      ].join('')
    },
    finish(spoken) {
      const counted = body.stream_options?.include_usage === true ? chunk([], { usage: usage(spoken) }) : ''
      return `${delta({}, spoken.reason)}${counted}data: [DONE]\n\n`
    },
    failure: message => event(openAiError(500, message)),
    whole: (text, call, spoken) => ({
      id,
      object: 'chat.completion',
      created,
      model,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: call === null ? text : null,
            ...(call === null ? {} : { tool_calls: [toolCallOf(call)] }),
          },
          finish_reason: spoken.reason,
        },
      ],
      usage: usage(spoken),
    }),
    refusal: openAiError,
  }
}

export function openAiModel(model: string): Record<string, unknown> {
  return { id: model, object: 'model', created: 1_767_225_600, owned_by: 'simulated' }
}
