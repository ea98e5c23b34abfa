import { z } from 'zod'
import { readImage, type SeenImage } from './describe-images'
import { asList, asTools, type Question, rawQuestion } from './question'
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
  logprobs: z.boolean().nullish(),
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
export type StreamWish = Partial<Pick<ChatBody, 'stream_options' | 'logprobs'>>

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
  return rawQuestion(
    { text: asList(body.prompt).join(''), suffix: body.suffix ?? '' },
    {
      model: body.model,
      stream: body.stream ?? false,
      maxTokens: maxTokens > 0 ? maxTokens : null,
      stop: asList(body.stop),
    },
  )
}
