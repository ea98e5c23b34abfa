import { z } from 'zod'
import { chat, complete, embed, forEver, infill } from './openai-answers'
import { llamaProps, lmStudioListed, lmStudioModel, localAiModel, openAiModels } from './openai-models'
import { accept, findModel, type Route, type RouteContext, type Routes } from './route'
import { admit } from './serve-question'
import { refuse, sendJson } from './speak'
import type { SimulatedFlavour } from './types'

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
