import { embedText, toUnit } from './embed-text'
import { createLlamaEncoder, fromLlamaInfill, llamaInfillBody } from './llama-protocol'
import { createOpenAiEncoder } from './openai-encoder'
import {
  type ChatBody,
  fromOpenAiChat,
  fromOpenAiCompletion,
  openAiChatBody,
  openAiCompletionBody,
  openAiEmbeddingBody,
  type StreamWish,
} from './openai-protocol'
import type { Question } from './question'
import { accept, findModel, type RouteContext } from './route'
import { serveEmbedding, serveQuestion } from './serve-question'
import { refuse, sendJson } from './speak'

/** These servers keep a model until they are told otherwise. */
export const forEver = { keepAlive: Number.POSITIVE_INFINITY }

async function answer(
  context: RouteContext,
  question: Question,
  form: 'chat' | 'text',
  wish: StreamWish,
): Promise<void> {
  const model = findModel(context, question.model)
  if (model === null) return
  const { flavour } = context
  const encoder = createOpenAiEncoder(
    form,
    question.model,
    wish,
    flavour,
    context.nextSerial(),
    context.behaviour.logprobs,
  )
  const reserves = flavour === 'vllm'
  await serveQuestion(context, model, { question, encoder, wanted: forEver, truncates: false, reserves })
}

/** What some servers do not take although it is part of the API. */
function objectionTo(body: ChatBody, { flavour, store, behaviour }: RouteContext): string | null {
  if (body.logprobs === true && behaviour.logprobs === 'refused') return "Unsupported parameter: 'logprobs'"
  if (flavour === 'lmstudio' && body.response_format?.type === 'json_object') {
    return "'response_format.type' must be 'json_schema' or 'text'"
  }
  if (flavour === 'lmstudio' && typeof body.tool_choice === 'object' && body.tool_choice !== null) {
    return "Invalid tool_choice type: 'object'. Supported string values: none, auto, required"
  }
  const isBegun = body.messages.at(-1)?.role === 'assistant'
  const thinks = store.find(body.model)?.spec.capabilities.includes('thinking') ?? false
  if (flavour === 'llamacpp' && isBegun && thinks && body.chat_template_kwargs?.enable_thinking !== false) {
    return 'Assistant response prefill is incompatible with enable_thinking.'
  }
  return null
}

export async function chat(context: RouteContext): Promise<void> {
  const body = await accept(context, openAiChatBody)
  if (body === null) return
  const objection = objectionTo(body, context)
  if (objection !== null) return refuse(context.response, context.refusals.error(400, objection))
  await answer(context, fromOpenAiChat(body, context.flavour), 'chat', body)
}

export async function complete(context: RouteContext): Promise<void> {
  const body = await accept(context, openAiCompletionBody)
  if (body === null) return
  const noSuffix = body.suffix ? context.refusals.noSuffix(body.model) : null
  if (noSuffix !== null) return refuse(context.response, noSuffix)
  await answer(context, fromOpenAiCompletion(body), 'text', body)
}

/** llama.cpp's own way to fill a gap: its events end with one that says `stop`, and no [DONE]. */
export async function infill(context: RouteContext): Promise<void> {
  const body = await accept(context, llamaInfillBody)
  if (body === null) return
  const name = body.model ?? context.store.list()[0]?.spec.name ?? ''
  const model = findModel(context, name)
  if (model === null) return
  await serveQuestion(context, model, {
    question: fromLlamaInfill(body, name),
    encoder: createLlamaEncoder(name),
    wanted: forEver,
    truncates: false,
    reserves: false,
  })
}

/** Little-endian 32-bit floats: what OpenAI's own client asks for unless told otherwise. */
const toBase64 = (vector: readonly number[]): string =>
  Buffer.from(new Float32Array(vector).buffer).toString('base64')

export async function embed(context: RouteContext): Promise<void> {
  const body = await accept(context, openAiEmbeddingBody)
  if (body === null) return
  const model = findModel(context, body.model)
  if (model === null) return
  await serveEmbedding(context, model, {
    inputs: body.input,
    wanted: forEver,
    truncates: false,
    write(promptTokens) {
      const length = body.dimensions ?? model.spec.dimensions
      const data = body.input.map((text, index) => {
        const vector = toUnit(embedText(text, model.spec.dimensions).slice(0, length))
        const embedding = body.encoding_format === 'base64' ? toBase64(vector) : vector
        return { object: 'embedding', index, embedding }
      })
      const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens }
      sendJson(context.response, 200, { object: 'list', data, model: body.model, usage })
    },
  })
}
