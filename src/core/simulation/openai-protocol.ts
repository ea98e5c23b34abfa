import { z } from 'zod'
import { readImage, type SeenImage } from './describe-images'
import type { AnswerPart } from './plan-answer'
import { asList, asTools, type Question } from './question'
import { lmStudioEvent, refusals } from './refusals'
import type { AnswerEncoder, Spoken } from './speak'
import type { SimulatedFlavour } from './types'

const contentPart = z.object({
  type: z.string().optional(),
  text: z.string().optional(),
  image_url: z.union([z.string(), z.object({ url: z.string() })]).optional(),
})

interface Content {
  text: string
  images: SeenImage[]
}

/** Only `data:` addresses: a stand-in fetches nothing. */
function seenAt(address: string): SeenImage | null {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(address)?.[1]
  return data === undefined ? null : readImage(data)
}

const content = z
  .union([z.string(), z.array(contentPart)])
  .nullish()
  .transform((given, context): Content => {
    if (typeof given === 'string' || given === null || given === undefined) {
      return { text: given ?? '', images: [] }
    }
    const images = given.flatMap(({ image_url: at }) => {
      if (at === undefined) return []
      const seen = seenAt(typeof at === 'string' ? at : at.url)
      if (seen === null) context.addIssue('Failed to load image: neither base64 data nor an image')
      return seen === null ? [] : [seen]
    })
    return { text: given.map(({ text }) => text ?? '').join(''), images }
  })

const common = {
  model: z.string(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
}

export const openAiChatBody = z.object({
  ...common,
  messages: z.array(z.object({ role: z.string(), content })).min(1),
  tools: z.array(z.unknown()).nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.object({ function: z.object({ name: z.string() }) }).transform(choice => choice.function),
    ])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_completion_tokens: z.number().int().nullish(),
  response_format: z
    .object({
      type: z.string(),
      json_schema: z.object({ schema: z.record(z.string(), z.unknown()).optional() }).nullish(),
      /** llama.cpp's own place for it. */
      schema: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  reasoning_effort: z.string().nullish(),
  chat_template_kwargs: z
    .object({ enable_thinking: z.boolean().optional(), thinking: z.boolean().optional() })
    .nullish(),
  /** vLLM's and SGLang's way of going on with the last message. */
  continue_final_message: z.boolean().nullish(),
  add_generation_prompt: z.boolean().nullish(),
})
export const openAiCompletionBody = z.object({
  ...common,
  prompt: z.union([z.string(), z.array(z.string()).min(1)]),
  suffix: z.string().nullish(),
})
export const openAiEmbeddingBody = z.object({
  model: z.string(),
  input: z.union([z.string().transform(text => [text]), z.array(z.string()).min(1)]),
  dimensions: z.number().int().positive().nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
})
export type ChatBody = z.infer<typeof openAiChatBody>
export type StreamWish = Pick<ChatBody, 'stream_options'>

function formatOf({ response_format: format }: ChatBody): Question['format'] {
  if (format === null || format === undefined || format.type === 'text') return 'text'
  const schema = format.json_schema?.schema ?? format.schema
  return schema === null || schema === undefined ? 'json' : { schema }
}

function reasoningOf(body: ChatBody): boolean | null {
  const told = body.chat_template_kwargs?.enable_thinking ?? body.chat_template_kwargs?.thinking
  if (told !== undefined) return told
  const effort = body.reasoning_effort
  return effort === null || effort === undefined ? null : effort !== 'none'
}

/** Who goes on with a last message of the assistant's, and when. The others answer it like any message. */
function isContinued(body: ChatBody, flavour: SimulatedFlavour): boolean {
  if (body.messages.at(-1)?.role !== 'assistant') return false
  if (flavour === 'llamacpp') return true
  if (flavour === 'vllm') return body.continue_final_message === true && body.add_generation_prompt === false
  return flavour === 'sglang' && body.continue_final_message === true
}

export function fromOpenAiChat(body: ChatBody, flavour: SimulatedFlavour): Question {
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? -1
  return {
    model: body.model,
    messages: body.messages.map(message => ({
      role: message.role,
      content: message.content.text,
      images: message.content.images,
    })),
    raw: null,
    continues: isContinued(body, flavour),
    tools: asTools(body.tools),
    // llama.cpp reads words only, and takes anything else for `auto` without a complaint.
    toolChoice:
      flavour === 'llamacpp' && typeof body.tool_choice === 'object' ? 'auto' : (body.tool_choice ?? 'auto'),
    isParallel: body.parallel_tool_calls ?? true,
    format: formatOf(body),
    reasoning: reasoningOf(body),
    stream: body.stream ?? false,
    maxTokens: maxTokens > 0 ? maxTokens : null,
    stop: asList(body.stop),
  }
}

export function fromOpenAiCompletion(body: z.infer<typeof openAiCompletionBody>): Question {
  const maxTokens = body.max_tokens ?? -1
  return {
    model: body.model,
    messages: [],
    raw: { text: asList(body.prompt).join(''), suffix: body.suffix ?? '' },
    continues: false,
    tools: [],
    toolChoice: 'none',
    isParallel: false,
    format: 'text',
    reasoning: false,
    stream: body.stream ?? false,
    maxTokens: maxTokens > 0 ? maxTokens : null,
    stop: asList(body.stop),
  }
}

function usage(spoken: Spoken): Record<string, number> {
  return {
    prompt_tokens: spoken.promptTokens,
    completion_tokens: spoken.completionTokens,
    total_tokens: spoken.promptTokens + spoken.completionTokens,
  }
}

const reasoningField = (flavour: SimulatedFlavour): string =>
  flavour === 'vllm' || flavour === 'localai' ? 'reasoning' : 'reasoning_content'

interface WrittenCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** @param serial makes the ids of two answers of one server differ */
export function createOpenAiEncoder(
  form: 'chat' | 'text',
  model: string,
  wish: StreamWish,
  flavour: SimulatedFlavour,
  serial: number,
): AnswerEncoder {
  const isChat = form === 'chat'
  const id = `${isChat ? 'chatcmpl' : 'cmpl'}-simulated-${serial}`
  const object = isChat ? 'chat.completion' : 'text_completion'
  const created = Math.floor(Date.now() / 1000)
  const field = reasoningField(flavour)
  const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
  const chunk = (choices: unknown[], extra: Record<string, unknown> = {}): string =>
    event({ id, object: isChat ? `${object}.chunk` : object, created, model, choices, ...extra })
  const delta = (value: unknown, reason: string | null = null): string =>
    chunk([{ index: 0, delta: value, finish_reason: reason }])
  const callId = (index: number): string => `call_simulated_${serial}_${index}`

  const written = (parts: readonly AnswerPart[]): WrittenCall[] => {
    const calls: WrittenCall[] = []
    for (const part of parts) {
      if (part.type === 'toolName') {
        calls.push({
          id: callId(part.index),
          type: 'function',
          function: { name: part.name, arguments: '' },
        })
      }
      const last = calls.at(-1)
      if (part.type === 'toolArguments' && last !== undefined) last.function.arguments += part.text
    }
    return calls
  }

  return {
    contentType: 'text/event-stream; charset=utf-8',
    begin: () => (isChat ? delta({ role: 'assistant', content: '' }) : ''),
    part(part) {
      switch (part.type) {
        case 'text':
          return isChat
            ? delta({ content: part.text })
            : chunk([{ index: 0, text: part.text, finish_reason: null }])
        case 'reasoning':
          return delta({ [field]: part.text })
        case 'toolName': {
          const begun = { name: part.name, arguments: '' }
          const call = { index: part.index, id: callId(part.index), type: 'function', function: begun }
          return delta({ tool_calls: [call] })
        }
        case 'toolArguments':
          return delta({ tool_calls: [{ index: part.index, function: { arguments: part.text } }] })
      }
    },
    finish(spoken) {
      const counted = wish.stream_options?.include_usage === true ? chunk([], { usage: usage(spoken) }) : ''
      const end = isChat
        ? delta({}, spoken.reason)
        : chunk([{ index: 0, text: '', finish_reason: spoken.reason }])
      return `${end}${counted}data: [DONE]\n\n`
    },
    failure(message) {
      if (flavour === 'lmstudio') return lmStudioEvent(message)
      // These two say that all is done after saying that it failed.
      const done = flavour === 'vllm' || flavour === 'sglang' ? 'data: [DONE]\n\n' : ''
      return event(refusals[flavour].error(500, message).body) + done
    },
    garbage: () => 'data: <html>simulated nonsense</html>\n\n',
    whole(parts, spoken) {
      const text = parts.map(part => (part.type === 'text' ? part.text : '')).join('')
      const thought = parts.map(part => (part.type === 'reasoning' ? part.text : '')).join('')
      const calls = written(parts)
      const message = {
        role: 'assistant',
        content: calls.length === 0 ? text : null,
        ...(thought === '' ? {} : { [field]: thought }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      }
      const said = isChat ? { message } : { text, logprobs: null }
      return {
        id,
        object,
        created,
        model,
        choices: [{ index: 0, ...said, finish_reason: spoken.reason }],
        usage: usage(spoken),
      }
    },
    error: refusals[flavour].error,
  }
}
