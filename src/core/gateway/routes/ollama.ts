import type { FastifyReply } from 'fastify'
import { HarombeError } from '../../../shared/errors'
import type { ClusterInspector, ClusterModels } from '../../coordination/types'
import { hasScope, type Principal } from '../guard/principal'
import { parseInput } from '../http/parse-input'
import { type AnswerForm, createLineFormat, toAnswer, toLoadAnswer } from '../ollama/from-execution'
import { readKeepAlive } from '../ollama/keep-alive'
import { loadModel, unloadModel } from '../ollama/loading'
import type { ChatRequest, GenerateRequest } from '../ollama/schema'
import { chatRequest, embeddingsRequest, embedRequest, generateRequest } from '../ollama/schema'
import { fromChat, fromGenerate } from '../ollama/to-execution'
import { readDestination } from '../target'
import type { AnswerRequest, GatewayClock } from '../types'
import type { AnswerContext } from './answer-context'
import { signalOf } from './client-signal'
import type { RouteHandler, RouteHandlers } from './handler'

export interface OllamaRouteOptions {
  cluster: ClusterInspector
  models: ClusterModels
  answers: AnswerContext
  clock: GatewayClock
}

type Request = Parameters<RouteHandler>[0]
type Asked = Pick<ChatRequest | GenerateRequest, 'model' | 'stream' | 'keep_alive'>

/** A question without content is none: it asks for the model to be loaded, or dropped. */
const isQuestion = {
  chat: ({ messages }: ChatRequest) => (messages ?? []).length > 0,
  generate: ({ prompt, images }: GenerateRequest) => Boolean(prompt) || (images ?? []).length > 0,
}

function assertMayUnload(principal: Principal): void {
  if (hasScope(principal, 'manage')) return
  throw new HarombeError('FORBIDDEN', 'Unloading a model takes the right to manage models.', {
    hint: 'Unload it in the app or with `harombe models`; the node drops it by itself after a while.',
  })
}

/** Ollama's API, as far as it asks models something. */
export function createOllamaRoutes({
  cluster,
  models,
  answers,
  clock,
}: OllamaRouteOptions): Pick<
  RouteHandlers,
  'ollamaChat' | 'ollamaGenerate' | 'ollamaEmbed' | 'ollamaEmbeddings'
> {
  const writingOf = (form: AnswerForm, asked: string) => ({ form, asked, wall: clock.wall })

  function answer(form: AnswerForm, asked: Asked, execution: AnswerRequest, reply: FastifyReply) {
    const writing = writingOf(form, asked.model)
    return answers.deliver(reply, execution, {
      isStreamed: asked.stream,
      whole: result => toAnswer(result, writing),
      stream: () => createLineFormat(writing),
    })
  }

  async function load(
    form: AnswerForm,
    { model, keep_alive: keepAlive }: Asked,
    request: Request,
    reply: FastifyReply,
  ) {
    const { target } = readDestination(cluster, model, request.headers)
    const signal = signalOf(reply)
    if (keepAlive !== undefined && keepAlive !== null && readKeepAlive(keepAlive) === 0) {
      assertMayUnload(request.principal)
      await unloadModel(target, { cluster, models }, signal)
      return toLoadAnswer('unload', writingOf(form, model))
    }
    await loadModel(target, { cluster, models }, signal)
    return toLoadAnswer('load', writingOf(form, model))
  }

  /** Null when there is nothing to embed. */
  async function embed(
    reply: FastifyReply,
    request: Request,
    { model, inputs, dimensions }: { model: string; inputs: string[]; dimensions?: number | undefined },
  ) {
    if (inputs.length === 0) return null
    const destination = readDestination(cluster, model, request.headers)
    return answers.embed(reply, { inputs, dimensions, ...destination })
  }

  return {
    async ollamaChat(request, reply) {
      const input = parseInput(chatRequest, request.body)
      if (!isQuestion.chat(input)) return load('chat', input, request, reply)
      const destination = readDestination(cluster, input.model, request.headers)
      return answer('chat', input, fromChat(input, destination), reply)
    },

    async ollamaGenerate(request, reply) {
      const input = parseInput(generateRequest, request.body)
      if (!isQuestion.generate(input)) return load('generate', input, request, reply)
      const destination = readDestination(cluster, input.model, request.headers)
      return answer('generate', input, fromGenerate(input, destination), reply)
    },

    async ollamaEmbed(request, reply) {
      const startedAt = clock.monotonic()
      const { model, input, dimensions } = parseInput(embedRequest, request.body)
      const result = await embed(reply, request, {
        model,
        inputs: input ?? [],
        dimensions: dimensions || undefined,
      })
      if (result === null) return { model, embeddings: [] }
      return {
        model: result.model,
        embeddings: result.vectors,
        total_duration: Math.round((clock.monotonic() - startedAt) * 1e6),
        ...(result.promptTokens === null ? {} : { prompt_eval_count: result.promptTokens }),
      }
    },

    async ollamaEmbeddings(request, reply) {
      const { model, prompt } = parseInput(embeddingsRequest, request.body)
      const result = await embed(reply, request, { model, inputs: prompt ? [prompt] : [] })
      return { embedding: result?.vectors[0] ?? [] }
    },
  }
}
