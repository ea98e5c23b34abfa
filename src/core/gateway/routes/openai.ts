import type { ClusterInspector } from '../../coordination/types'
import { parseInput } from '../http/parse-input'
import {
  completionRequest,
  createCompletionFormat,
  toCompletionExecution,
  toTextCompletion,
} from '../openai/completions'
import { embeddingsRequest, toEmbeddingExecution, toEmbeddingList } from '../openai/embeddings'
import { createChunkFormat, toChatCompletion } from '../openai/from-execution'
import { chatCompletionRequest } from '../openai/schema'
import { planChatTools, toExecution } from '../openai/to-execution'
import { readDestination } from '../target'
import type { GatewayClock } from '../types'
import type { AnswerContext } from './answer-context'
import type { RouteHandlers } from './handler'

export interface OpenAiRouteOptions {
  cluster: ClusterInspector
  answers: AnswerContext
  clock: GatewayClock
  createId(): string
}

export function createOpenAiRoutes({
  cluster,
  answers,
  clock,
  createId,
}: OpenAiRouteOptions): Pick<RouteHandlers, 'openAiChat' | 'openAiCompletions' | 'openAiEmbeddings'> {
  const identify = (prefix: string) => ({
    id: `${prefix}-${createId()}`,
    created: Math.floor(clock.wall() / 1000),
  })

  return {
    async openAiChat(request, reply) {
      const input = parseInput(chatCompletionRequest, request.body)
      const plan = planChatTools(input)
      const execution = toExecution(input, readDestination(cluster, input.model, request.headers), plan)
      const identity = identify('chatcmpl')
      const includeUsage = input.stream_options?.include_usage === true
      return answers.deliver(reply, execution, {
        isStreamed: input.stream === true,
        whole: result => toChatCompletion(result, identity),
        stream: () => createChunkFormat(identity, { includeUsage }),
        plan,
      })
    },

    async openAiCompletions(request, reply) {
      const input = parseInput(completionRequest, request.body)
      const destination = readDestination(cluster, input.model, request.headers)
      const execution = toCompletionExecution(input, destination)
      const identity = identify('cmpl')
      const echo = input.echo === true ? input.prompt : ''
      const includeUsage = input.stream_options?.include_usage === true
      return answers.deliver(reply, execution, {
        isStreamed: input.stream === true,
        whole: result => toTextCompletion(result, identity, echo),
        stream: () => createCompletionFormat(identity, { includeUsage, echo }),
      })
    },

    async openAiEmbeddings(request, reply) {
      const input = parseInput(embeddingsRequest, request.body)
      const destination = readDestination(cluster, input.model, request.headers)
      const result = await answers.embed(reply, toEmbeddingExecution(input, destination))
      return toEmbeddingList(result, input.encoding_format)
    },
  }
}
