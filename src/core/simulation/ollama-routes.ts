import { embedText, toUnit } from './embed-text'
import { ollamaRunning, ollamaShow, ollamaTags, simulatedVersion } from './ollama-models'
import {
  createOllamaEncoder,
  fromOllamaChat,
  fromOllamaGenerate,
  keepAliveOf,
  nanoseconds,
  ollamaChatBody,
  ollamaEmbedBody,
  ollamaGenerateBody,
  ollamaLoaded,
  ollamaModelBody,
} from './ollama-protocol'
import { ollamaPull } from './ollama-pull'
import type { Question } from './question'
import { accept, findModel, type RouteContext, type Routes } from './route'
import { admit, serveEmbedding, serveQuestion, type Wanted } from './serve-question'
import { refuse, sendJson } from './speak'

function greet({ response }: RouteContext): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('Ollama is running')
}

interface Asked {
  model: string
  keep_alive?: string | number | null | undefined
  truncate?: boolean | null | undefined
  options?: { num_ctx?: number | null | undefined } | null | undefined
  logprobs?: boolean | null | undefined
}

const wantedBy = (body: Asked): Wanted => ({
  context: body.options?.num_ctx ?? undefined,
  keepAlive: keepAliveOf(body.keep_alive),
})

async function answer(
  context: RouteContext,
  body: Asked,
  form: 'message' | 'response',
  question: Question,
): Promise<void> {
  const model = findModel(context, body.model)
  if (model === null) return
  const wanted = wantedBy(body)
  if (question.messages.length > 0 || question.raw !== null) {
    const told = body.logprobs === true ? context.behaviour.logprobs : 'none'
    if (told === 'refused') {
      return refuse(context.response, context.refusals.error(400, 'this model does not support logprobs'))
    }
    const encoder = createOllamaEncoder(body.model, form, told)
    const truncates = body.truncate ?? true
    await serveQuestion(context, model, { question, encoder, wanted, truncates, reserves: false })
    return
  }
  if (body.keep_alive !== undefined && body.keep_alive !== null && wanted.keepAlive === 0) {
    context.store.unload(model)
    sendJson(context.response, 200, ollamaLoaded(body.model, form, 'unload'))
    return
  }
  await admit(context, model, wanted, async () => {
    sendJson(context.response, 200, ollamaLoaded(body.model, form, 'load'))
    return 'completed'
  })
}

async function chat(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaChatBody)
  if (body !== null) await answer(context, body, 'message', fromOllamaChat(body))
}

async function generate(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaGenerateBody)
  if (body !== null) await answer(context, body, 'response', fromOllamaGenerate(body))
}

async function embed(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaEmbedBody)
  if (body === null) return
  const model = findModel(context, body.model)
  if (model === null) return
  const isOld = context.url.pathname === '/api/embeddings'
  const given = (isOld ? body.prompt : body.input) ?? []
  const inputs = typeof given === 'string' ? [given] : given
  const start = performance.now()
  await serveEmbedding(context, model, {
    inputs,
    wanted: wantedBy(body),
    truncates: body.truncate ?? true,
    write(promptTokens, loadedIn) {
      const vectors = inputs.map(text => {
        const whole = embedText(text, model.spec.dimensions)
        const length = body.dimensions ?? 0
        return length > 0 && length < whole.length ? toUnit(whole.slice(0, length)) : whole
      })
      const answered = {
        model: body.model,
        embeddings: vectors,
        total_duration: nanoseconds(performance.now() - start),
        load_duration: nanoseconds(loadedIn),
        prompt_eval_count: promptTokens,
      }
      sendJson(context.response, 200, isOld ? { embedding: vectors[0] ?? [] } : answered)
    },
  })
}

async function show(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaModelBody)
  const model = body === null ? null : findModel(context, body.model)
  if (model !== null) sendJson(context.response, 200, ollamaShow(model))
}

async function remove(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaModelBody)
  const model = body === null ? null : findModel(context, body.model)
  if (model === null) return
  context.store.remove(model)
  context.response.writeHead(200).end()
}

export const ollamaRoutes: Routes = {
  'GET /': greet,
  'HEAD /': greet,
  'GET /api/version': ({ response }) => sendJson(response, 200, { version: simulatedVersion }),
  'GET /api/tags': ({ store, response }) => sendJson(response, 200, ollamaTags(store)),
  'GET /api/ps': ({ store, response }) => sendJson(response, 200, ollamaRunning(store)),
  'POST /api/show': show,
  'POST /api/chat': chat,
  'POST /api/generate': generate,
  'POST /api/embed': embed,
  'POST /api/embeddings': embed,
  'POST /api/pull': ollamaPull,
  'DELETE /api/delete': remove,
}
