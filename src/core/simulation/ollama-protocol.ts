import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AnswerEncoder, ChatQuestion, Spoken } from './speak'

/** Ollama's own version numbers count up from 0; the suffix tells clients what they talk to. */
export const simulatedVersion = '0.30.0-simulated'

const options = z
  .object({
    num_predict: z.number().int().nullish(),
    stop: z.union([z.string(), z.array(z.string())]).nullish(),
  })
  .nullish()

export const ollamaChatBody = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish() })).nullish(),
  tools: z.array(z.unknown()).nullish(),
  stream: z.boolean().nullish(),
  options,
})
export const ollamaGenerateBody = z.object({
  model: z.string(),
  prompt: z.string().nullish(),
  system: z.string().nullish(),
  stream: z.boolean().nullish(),
  options,
})

function limitsOf(value: z.infer<typeof options>): Pick<ChatQuestion, 'maxTokens' | 'stop'> {
  const stop = value?.stop ?? []
  const predict = value?.num_predict ?? -1
  // -1 and -2 mean "until done" and "until the context is full".
  return { maxTokens: predict > 0 ? predict : null, stop: typeof stop === 'string' ? [stop] : stop }
}

export function fromOllamaChat(body: z.infer<typeof ollamaChatBody>): ChatQuestion {
  return {
    model: body.model,
    messages: (body.messages ?? []).map(({ role, content }) => ({ role, content: content ?? '' })),
    hasTools: (body.tools ?? []).length > 0,
    stream: body.stream ?? true,
    ...limitsOf(body.options),
  }
}

export function fromOllamaGenerate(body: z.infer<typeof ollamaGenerateBody>): ChatQuestion {
  const prompt = body.prompt ?? ''
  const system = body.system ? [{ role: 'system', content: body.system }] : []
  return {
    model: body.model,
    messages: prompt === '' ? [] : [...system, { role: 'user', content: prompt }],
    hasTools: false,
    stream: body.stream ?? true,
    ...limitsOf(body.options),
  }
}

const nanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6)

function metrics(spoken: Spoken): Record<string, unknown> {
  return {
    total_duration: nanoseconds(spoken.totalTime),
    load_duration: 0,
    prompt_eval_count: spoken.promptTokens,
    prompt_eval_duration: nanoseconds(spoken.firstTokenAfter),
    eval_count: spoken.completionTokens,
    eval_duration: nanoseconds(Math.max(0, spoken.totalTime - spoken.firstTokenAfter)),
  }
}

/** `message` for /api/chat, `response` for /api/generate. */
export function createOllamaEncoder(model: string, form: 'message' | 'response'): AnswerEncoder {
  const part = (content: string, extra: Record<string, unknown>): Record<string, unknown> => ({
    model,
    created_at: new Date().toISOString(),
    ...(form === 'response' ? { response: content } : { message: { role: 'assistant', content } }),
    ...extra,
  })
  const line = (value: unknown): string => `${JSON.stringify(value)}\n`
  // Ollama has no reason of its own for a tool call.
  const end = (spoken: Spoken): Record<string, unknown> => ({
    done: true,
    done_reason: spoken.reason === 'length' ? 'length' : 'stop',
    ...metrics(spoken),
  })
  const calling = (call: unknown): Record<string, unknown> => ({
    message: { role: 'assistant', content: '', tool_calls: [{ function: call }] },
  })
  return {
    contentType: 'application/x-ndjson',
    begin: () => '',
    token: text => line(part(text, { done: false })),
    toolCall: call => line({ ...part('', { done: false }), ...calling(call) }),
    finish: spoken => line(part('', end(spoken))),
    failure: message => line({ error: message }),
    whole: (text, call, spoken) => ({ ...part(text, end(spoken)), ...(call === null ? {} : calling(call)) }),
    refusal: (_status, message) => ({ error: message }),
  }
}

/** What Ollama answers to a question without content: the model is loaded, nothing is said. */
export function ollamaLoaded(model: string, form: 'message' | 'response'): Record<string, unknown> {
  return {
    model,
    created_at: new Date().toISOString(),
    ...(form === 'response' ? { response: '' } : { message: { role: 'assistant', content: '' } }),
    done_reason: 'load',
    done: true,
  }
}

function details(model: string): Record<string, unknown> {
  const size = /(\d+(?:\.\d+)?)b\b/i.exec(model)?.[1]
  return {
    parent_model: '',
    format: 'gguf',
    family: 'simulated',
    families: ['simulated'],
    parameter_size: size === undefined ? '0B' : `${size}B`,
    quantization_level: 'none',
  }
}

export function ollamaModel(model: string): Record<string, unknown> {
  return {
    name: model,
    model,
    modified_at: '2026-01-01T00:00:00Z',
    size: 0,
    digest: createHash('sha256').update(model).digest('hex'),
    details: details(model),
  }
}

export function ollamaShow(model: string): Record<string, unknown> {
  return {
    modelfile: `# A simulated server stands in for ${model}.`,
    parameters: '',
    template: '{{ .Prompt }}',
    details: details(model),
    model_info: { 'general.architecture': 'simulated', 'simulated.context_length': 32_768 },
    capabilities: ['completion', 'tools'],
    modified_at: '2026-01-01T00:00:00Z',
  }
}
