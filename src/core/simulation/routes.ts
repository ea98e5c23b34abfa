import type { ServerResponse } from 'node:http'
import type { z } from 'zod'
import {
  createOllamaEncoder,
  fromOllamaChat,
  fromOllamaGenerate,
  ollamaChatBody,
  ollamaGenerateBody,
  ollamaLoaded,
  ollamaModel,
  ollamaShow,
  simulatedVersion,
} from './ollama-protocol'
import {
  createOpenAiEncoder,
  fromOpenAiChat,
  openAiChatBody,
  openAiError,
  openAiModel,
} from './openai-protocol'
import { type AnswerEncoder, type ChatQuestion, sendJson } from './speak'
import type { SimulatedProtocol } from './types'

/** What a route may do with a request. */
export interface RouteContext {
  model: string
  response: ServerResponse
  /** The request's body as JSON; rejects for what is none. */
  readBody(): Promise<unknown>
  /** Answers a question, within slots and behaviour. */
  answer(question: ChatQuestion, encoder: AnswerEncoder): Promise<void>
  /** Counts up from 1. */
  nextSerial(): number
}

export type Route = (context: RouteContext) => void | Promise<void>

function hasModel(served: string, asked: string): boolean {
  return served === asked || served === `${asked}:latest` || `${served}:latest` === asked
}

/** The body as the schema wants it, or null after the refusal has been sent. */
async function accept<T extends z.ZodType<{ model: string }>>(
  { model, response, readBody }: RouteContext,
  schema: T,
  refusal: (status: number, message: string) => unknown,
): Promise<z.infer<T> | null> {
  const body = await readBody().catch(() => null)
  const parsed = schema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    sendJson(response, 400, refusal(400, `invalid request: ${issue?.path.join('.')} ${issue?.message}`))
    return null
  }
  const asked = parsed.data.model
  if (hasModel(model, asked)) return parsed.data
  sendJson(response, 404, refusal(404, `model '${asked}' not found`))
  return null
}

const ollamaError = (_status: number, message: string): unknown => ({ error: message })

function greet({ response }: RouteContext): void {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('Ollama is running')
}

async function chat(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaChatBody, ollamaError)
  if (body === null) return
  const question = fromOllamaChat(body)
  if (question.messages.length === 0) {
    sendJson(context.response, 200, ollamaLoaded(body.model, 'message'))
    return
  }
  await context.answer(question, createOllamaEncoder(body.model, 'message'))
}

async function generate(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaGenerateBody, ollamaError)
  if (body === null) return
  const question = fromOllamaGenerate(body)
  if (question.messages.length === 0) {
    sendJson(context.response, 200, ollamaLoaded(body.model, 'response'))
    return
  }
  await context.answer(question, createOllamaEncoder(body.model, 'response'))
}

async function show(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaChatBody.pick({ model: true }), ollamaError)
  if (body !== null) sendJson(context.response, 200, ollamaShow(context.model))
}

function running({ model, response }: RouteContext): void {
  const entry = { ...ollamaModel(model), size_vram: 0, expires_at: '2036-01-01T00:00:00Z' }
  sendJson(response, 200, { models: [entry] })
}

async function complete(context: RouteContext): Promise<void> {
  const body = await accept(context, openAiChatBody, openAiError)
  if (body === null) return
  await context.answer(fromOpenAiChat(body), createOpenAiEncoder(body.model, body, context.nextSerial()))
}

const routes: Record<SimulatedProtocol, Record<string, Route>> = {
  ollama: {
    'GET /': greet,
    'HEAD /': greet,
    'GET /api/version': ({ response }) => sendJson(response, 200, { version: simulatedVersion }),
    'GET /api/tags': ({ model, response }) => sendJson(response, 200, { models: [ollamaModel(model)] }),
    'GET /api/ps': running,
    'POST /api/show': show,
    'POST /api/chat': chat,
    'POST /api/generate': generate,
  },
  openai: {
    'GET /health': ({ response }) => sendJson(response, 200, { status: 'ok' }),
    'GET /v1/models': ({ model, response }) =>
      sendJson(response, 200, { object: 'list', data: [openAiModel(model)] }),
    'POST /v1/chat/completions': complete,
  },
}

/** @param path without query */
export function findRoute(protocol: SimulatedProtocol, method: string, path: string): Route {
  const table = routes[protocol]
  const key = `${method} ${path}`
  const route = Object.hasOwn(table, key) ? table[key] : undefined
  return (
    route ??
    (({ response }) =>
      protocol === 'ollama'
        ? void response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found')
        : sendJson(response, 404, openAiError(404, 'Not Found')))
  )
}
