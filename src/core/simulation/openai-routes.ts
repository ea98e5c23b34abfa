import { z } from 'zod'
import { embedText, toUnit } from './embed-text'
import { createLlamaEncoder, fromLlamaInfill, llamaInfillBody } from './llama-protocol'
import { llamaProps, lmStudioListed, lmStudioModel, localAiModel, openAiModels } from './openai-models'
import {
  type ChatBody,
  createOpenAiEncoder,
  fromOpenAiChat,
  fromOpenAiCompletion,
  openAiChatBody,
  openAiCompletionBody,
  openAiEmbeddingBody,
  type StreamWish,
} from './openai-protocol'
import type { Question } from './question'
import { accept, findModel, type Route, type RouteContext, type Routes } from './route'
import { admit, serveEmbedding, serveQuestion } from './serve-question'
import { refuse, sendJson } from './speak'
import type { SimulatedFlavour } from './types'

/** These servers keep a model until they are told otherwise. */
const forEver = { keepAlive: Number.POSITIVE_INFINITY }

async function answer(
  context: RouteContext,
  question: Question,
  form: 'chat' | 'text',
  wish: StreamWish,
): Promise<void> {
  const model = findModel(context, question.model)
  if (model === null) return
  const { flavour } = context
  const encoder = createOpenAiEncoder(form, question.model, wish, flavour, context.nextSerial())
  const reserves = flavour === 'vllm'
  await serveQuestion(context, model, { question, encoder, wanted: forEver, truncates: false, reserves })
}

/** What some servers do not take although it is part of the API. */
function objectionTo(body: ChatBody, { flavour, store }: RouteContext): string | null {
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

async function chat(context: RouteContext): Promise<void> {
  const body = await accept(context, openAiChatBody)
  if (body === null) return
  const objection = objectionTo(body, context)
  if (objection !== null) return refuse(context.response, context.refusals.error(400, objection))
  await answer(context, fromOpenAiChat(body, context.flavour), 'chat', body)
}

async function complete(context: RouteContext): Promise<void> {
  const body = await accept(context, openAiCompletionBody)
  if (body === null) return
  const noSuffix = body.suffix ? context.refusals.noSuffix(body.model) : null
  if (noSuffix !== null) return refuse(context.response, noSuffix)
  await answer(context, fromOpenAiCompletion(body), 'text', body)
}

/** llama.cpp's own way to fill a gap: its events end with one that says `stop`, and no [DONE]. */
async function infill(context: RouteContext): Promise<void> {
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

async function embed(context: RouteContext): Promise<void> {
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

const named = z.object({ model: z.string(), context_length: z.number().int().positive().optional() })
const instance = z.object({ instance_id: z.string() })

/** llama.cpp's router: it says yes at once, and the list tells when it is done. */
async function routerLoad(context: RouteContext): Promise<void> {
  const body = await accept(context, named)
  const model = body === null ? null : findModel(context, body.model)
  if (model === null) return
  const { store, behaviour, response } = context
  if (behaviour.loadFailure !== null) {
    return refuse(response, context.refusals.error(500, behaviour.loadFailure))
  }
  if (model.loaded !== null) return refuse(response, context.refusals.error(400, 'model is already running'))
  void store
    .hold(model, forEver, behaviour.loadMs, new AbortController().signal)
    .then(({ release }) => release())
  sendJson(response, 200, { success: true })
}

async function routerUnload(context: RouteContext): Promise<void> {
  const body = await accept(context, named)
  const model = body === null ? null : findModel(context, body.model)
  if (model === null) return
  if (model.loaded === null) {
    return refuse(context.response, context.refusals.error(400, 'model is not running'))
  }
  context.store.unload(model)
  sendJson(context.response, 200, { success: true })
}

async function lmStudioLoad(context: RouteContext): Promise<void> {
  const body = await accept(context, named)
  const model = body === null ? null : findModel(context, body.model)
  if (body === null || model === null) return
  await admit(context, model, { ...forEver, context: body.context_length }, async ({ loadedIn }) => {
    sendJson(context.response, 200, {
      type: model.spec.capabilities.includes('completion') ? 'llm' : 'embedding',
      instance_id: model.spec.name,
      load_time_seconds: loadedIn / 1000,
      status: 'loaded',
    })
    return 'completed'
  })
}

async function lmStudioUnload(context: RouteContext): Promise<void> {
  const body = await accept(context, instance)
  const model = body === null ? null : findModel(context, body.instance_id)
  if (body === null || model === null) return
  context.store.unload(model)
  sendJson(context.response, 200, body)
}

/** 200 without a word, as vLLM, SGLang and LocalAI say that they are well. */
const well: Route = ({ response, behaviour, refusals }) => {
  if (behaviour.isLoading && typeof refusals.loading === 'object') return refuse(response, refusals.loading)
  response.writeHead(behaviour.isLoading ? 503 : 200).end()
}

const shared: Routes = {
  'GET /v1/models': ({ store, flavour, isRouter, response }) =>
    sendJson(response, 200, openAiModels(store, flavour, isRouter)),
  'POST /v1/chat/completions': chat,
  'POST /v1/completions': complete,
  'POST /v1/embeddings': embed,
}

const llamaHealth: Route = ({ response, behaviour, refusals }) => {
  if (behaviour.isLoading && typeof refusals.loading === 'object') return refuse(response, refusals.loading)
  sendJson(response, 200, { status: 'ok' })
}
const props: Route = context => {
  const { isRouter, store, behaviour, response, url } = context
  const asked = url.searchParams.get('model')
  if (isRouter && asked === null) {
    return sendJson(response, 200, {
      role: 'router',
      max_instances: 4,
      models_autoload: true,
      build_info: 'b0-simulated',
    })
  }
  const { loading } = context.refusals
  if (behaviour.isLoading && typeof loading === 'object') return refuse(response, loading)
  const model = asked === null ? store.list()[0] : findModel(context, asked)
  if (model) sendJson(response, 200, llamaProps(model, behaviour.slots))
}
const slots: Route = ({ store, behaviour, counts, response }) => {
  const context = store.list()[0]?.loaded?.context ?? 0
  const all = Array.from({ length: behaviour.slots }, (_, id) => ({
    id,
    n_ctx: context,
    is_processing: id < counts.active,
  }))
  sendJson(response, 200, all)
}
const modelInfo: Route = ({ store, response }) => {
  const [first] = store.list()
  sendJson(response, 200, {
    model_path: first?.spec.name ?? '',
    tokenizer_path: first?.spec.name ?? '',
    is_generation: first?.spec.capabilities.includes('completion') ?? false,
    has_image_understanding: first?.spec.capabilities.includes('vision') ?? false,
  })
}

export const openAiRoutes: Readonly<Record<SimulatedFlavour, Routes>> = {
  openai: { ...shared, 'GET /health': llamaHealth },
  vllm: {
    ...shared,
    'GET /health': well,
    'GET /version': ({ response }) => sendJson(response, 200, { version: '0.30.0+simulated' }),
  },
  sglang: {
    ...shared,
    'GET /health': well,
    'GET /get_model_info': modelInfo,
    'GET /model_info': modelInfo,
    'GET /get_server_info': ({ response }) => sendJson(response, 200, { version: '0.6.0+simulated' }),
    'GET /server_info': ({ response }) => sendJson(response, 200, { version: '0.6.0+simulated' }),
  },
  llamacpp: {
    ...shared,
    'GET /health': llamaHealth,
    'GET /v1/health': llamaHealth,
    'GET /models': ({ store, flavour, isRouter, response }) =>
      sendJson(response, 200, openAiModels(store, flavour, isRouter)),
    // It has the address, and its own list there.
    'GET /api/tags': ({ store, flavour, isRouter, response }) =>
      sendJson(response, 200, openAiModels(store, flavour, isRouter)),
    'GET /props': props,
    'GET /slots': slots,
    'POST /infill': infill,
    'POST /models/load': routerLoad,
    'POST /models/unload': routerUnload,
  },
  lmstudio: {
    ...shared,
    'GET /api/v0/models': ({ store, response }) =>
      sendJson(response, 200, { object: 'list', data: store.list().map(lmStudioModel) }),
    'GET /api/v1/models': ({ store, response }) =>
      sendJson(response, 200, { models: store.list().map(lmStudioListed) }),
    'POST /api/v1/models/load': lmStudioLoad,
    'POST /api/v1/models/unload': lmStudioUnload,
  },
  localai: {
    ...shared,
    'GET /readyz': well,
    'GET /healthz': ({ response }) => void response.writeHead(200).end(),
    'GET /version': ({ response }) => sendJson(response, 200, { version: 'v4.0.0-simulated' }),
    'GET /v1/models/capabilities': ({ store, response }) =>
      sendJson(response, 200, { object: 'list', data: store.list().map(localAiModel) }),
  },
}
