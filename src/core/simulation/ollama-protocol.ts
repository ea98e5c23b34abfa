import { z } from 'zod'
import { readImage } from './describe-images'
import { logprobOf } from './logprobs'
import { type AnswerPart, textOf } from './plan-answer'
import { asList, asTools, type Question } from './question'
import { refusals } from './refusals'
import type { AnswerEncoder, Spoken } from './speak'
import type { SimulatedBehaviour } from './types'

const options = z
  .object({
    num_ctx: z.number().int().positive().nullish(),
    num_predict: z.number().int().nullish(),
    stop: z.union([z.string(), z.array(z.string())]).nullish(),
  })
  .nullish()
const images = z
  .array(z.string())
  .nullish()
  .transform((given, context) =>
    (given ?? []).map(data => {
      const seen = readImage(data)
      if (seen === null) context.addIssue('illegal base64 data, or no image')
      return seen ?? { mediaType: '', bytes: 0, colour: null }
    }),
  )
const thinking = z.union([z.boolean(), z.string()]).nullish()
const format = z.union([z.literal('json'), z.literal(''), z.record(z.string(), z.unknown())]).nullish()

const common = {
  model: z.string(),
  stream: z.boolean().nullish(),
  keep_alive: z.union([z.number(), z.string()]).nullish(),
  /** False: what is too long is refused instead of shortened. */
  truncate: z.boolean().nullish(),
  options,
}

export const ollamaChatBody = z.object({
  ...common,
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish(), images })).nullish(),
  tools: z.array(z.unknown()).nullish(),
  format,
  think: thinking,
  logprobs: z.boolean().nullish(),
})
export const ollamaGenerateBody = z.object({
  ...common,
  prompt: z.string().nullish(),
  system: z.string().nullish(),
  suffix: z.string().nullish(),
  raw: z.boolean().nullish(),
  images,
  format,
  think: thinking,
})
export const ollamaEmbedBody = z.object({
  ...common,
  input: z.union([z.string(), z.array(z.string())]).nullish(),
  /** Of the older `/api/embeddings`. */
  prompt: z.string().nullish(),
  dimensions: z.number().int().nullish(),
})
export const ollamaModelBody = z
  .object({ model: z.string().nullish(), name: z.string().nullish(), stream: z.boolean().nullish() })
  .transform(({ model, name, stream }) => ({ model: model ?? name ?? '', stream: stream ?? true }))

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** Milliseconds from seconds or from words as Go writes them (`5m`, `1h30m`, `-1s`); five minutes when left out. */
export function keepAliveOf(value: string | number | null | undefined): number {
  if (value === null || value === undefined || value === '') return 300_000
  if (Number(value) < 0 || String(value).startsWith('-')) return Number.POSITIVE_INFINITY
  if (Number.isFinite(Number(value))) return Number(value) * 1000
  const parts = String(value).matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0)
}

type Options = z.infer<typeof options>

function limitsOf(value: Options): Pick<Question, 'maxTokens' | 'stop'> {
  const predict = value?.num_predict ?? -1
  // -1 and -2 mean "until done" and "until the context is full".
  return { maxTokens: predict > 0 ? predict : null, stop: asList(value?.stop) }
}

const formatOf = (value: z.infer<typeof format>): Question['format'] =>
  typeof value === 'object' && value !== null ? { schema: value } : value === 'json' ? 'json' : 'text'

const reasoningOf = (value: z.infer<typeof thinking>): boolean | null =>
  value === null || value === undefined ? null : value !== false && value !== ''

export function fromOllamaChat(body: z.infer<typeof ollamaChatBody>): Question {
  const messages = (body.messages ?? []).map(({ role, content, images: seen }) => ({
    role: role.toLowerCase(),
    content: content ?? '',
    images: seen,
  }))
  return {
    model: body.model,
    messages,
    raw: null,
    continues: messages.at(-1)?.role === 'assistant',
    tools: asTools(body.tools),
    // Ollama has no such choice.
    toolChoice: 'auto',
    isParallel: true,
    format: formatOf(body.format),
    reasoning: reasoningOf(body.think),
    stream: body.stream ?? true,
    ...limitsOf(body.options),
  }
}

export function fromOllamaGenerate(body: z.infer<typeof ollamaGenerateBody>): Question {
  const prompt = body.prompt ?? ''
  const suffix = body.suffix ?? ''
  const isRaw = prompt !== '' && (body.raw === true || suffix !== '')
  const system = body.system ? [{ role: 'system', content: body.system, images: [] }] : []
  const asked = { role: 'user', content: prompt, images: body.images }
  return {
    model: body.model,
    messages: isRaw || (prompt === '' && body.images.length === 0) ? [] : [...system, asked],
    raw: isRaw ? { text: prompt, suffix } : null,
    continues: false,
    tools: [],
    toolChoice: 'none',
    isParallel: false,
    format: formatOf(body.format),
    reasoning: isRaw ? false : reasoningOf(body.think),
    stream: body.stream ?? true,
    ...limitsOf(body.options),
  }
}

export const nanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6)

function metrics(spoken: Spoken): Record<string, unknown> {
  return {
    total_duration: nanoseconds(spoken.totalTime),
    load_duration: nanoseconds(spoken.loadedIn),
    prompt_eval_count: spoken.promptTokens,
    prompt_eval_duration: nanoseconds(spoken.firstTokenAfter),
    eval_count: spoken.completionTokens,
    eval_duration: nanoseconds(Math.max(0, spoken.totalTime - spoken.loadedIn - spoken.firstTokenAfter)),
  }
}

/** Calls that are whole: Ollama sends no other. */
function callsOf(parts: readonly AnswerPart[]): unknown[] {
  return parts.flatMap(part =>
    part.type === 'toolArguments' && part.completes !== null
      ? [{ id: `call_simulated_${part.index}`, function: { index: part.index, ...part.completes } }]
      : [],
  )
}

/** `message` for /api/chat, `response` for /api/generate. */
export function createOllamaEncoder(
  model: string,
  form: 'message' | 'response',
  logprobs: SimulatedBehaviour['logprobs'] = 'none',
): AnswerEncoder {
  const answer = (parts: readonly AnswerPart[], extra: Record<string, unknown>): Record<string, unknown> => {
    const text = textOf(parts, 'text')
    const thought = textOf(parts, 'reasoning')
    const calls = callsOf(parts)
    const told = parts.flatMap(part => (part.type === 'text' ? (logprobOf(part.text, logprobs) ?? []) : []))
    const thoughtField = thought === '' ? {} : { thinking: thought }
    const message = {
      role: 'assistant',
      content: text,
      ...thoughtField,
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    }
    return {
      model,
      created_at: new Date().toISOString(),
      ...(form === 'response' ? { response: text, ...thoughtField } : { message }),
      ...(told.length === 0 ? {} : { logprobs: told }),
      ...extra,
    }
  }
  const line = (value: unknown): string => `${JSON.stringify(value)}\n`
  // Ollama has no reason of its own for a tool call.
  const end = (spoken: Spoken): Record<string, unknown> => ({
    done: true,
    done_reason: spoken.reason === 'length' ? 'length' : 'stop',
    ...metrics(spoken),
  })
  return {
    contentType: 'application/x-ndjson',
    begin: () => '',
    part: part =>
      part.type === 'toolName' || (part.type === 'toolArguments' && part.completes === null)
        ? ''
        : line(answer([part], { done: false })),
    finish: spoken => line(answer([], end(spoken))),
    failure: message => line({ error: message }),
    garbage: () => '<html>simulated nonsense</html>\n',
    whole: (parts, spoken) => answer(parts, end(spoken)),
    error: refusals.ollama.error,
  }
}

/** What Ollama answers to a question without content: the model is in memory now, or no longer, and nothing is said. */
export function ollamaLoaded(
  model: string,
  form: 'message' | 'response',
  reason: 'load' | 'unload',
): Record<string, unknown> {
  return {
    model,
    created_at: new Date().toISOString(),
    ...(form === 'response' ? { response: '' } : { message: { role: 'assistant', content: '' } }),
    done_reason: reason,
    done: true,
  }
}
