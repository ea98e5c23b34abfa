import type { ClusterInspector } from '../../coordination/types'
import { parseInput } from '../http/parse-input'
import { createChunkFormat, toChatCompletion } from '../openai/from-execution'
import { chatCompletionRequest } from '../openai/schema'
import { assertToolCalled, planTools, toExecution } from '../openai/to-execution'
import { readDestination, readStreamFailure } from '../target'
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
}: OpenAiRouteOptions): Pick<RouteHandlers, 'openAiChat'> {
  return {
    async openAiChat(request, reply) {
      const input = parseInput(chatCompletionRequest, request.body)
      const plan = planTools(input)
      const execution = toExecution(input, readDestination(cluster, input.model, request.headers), plan)
      const identity = { id: `chatcmpl-${createId()}`, created: Math.floor(clock.wall() / 1000) }
      if (input.stream !== true) {
        const result = await answers.complete(reply, execution)
        assertToolCalled(plan, result.toolCalls)
        return toChatCompletion(result, identity)
      }
      await answers.stream(request, reply, execution, {
        format: createChunkFormat(identity, input.stream_options?.include_usage === true),
        hold: plan.required || readStreamFailure(request.headers) === 'buffer',
        check: result => assertToolCalled(plan, result.toolCalls),
      })
      return reply
    },
  }
}
