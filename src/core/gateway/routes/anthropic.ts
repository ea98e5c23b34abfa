import type { ClusterInspector } from '../../coordination/types'
import { countTokens } from '../anthropic/count-tokens'
import { createRequestId } from '../anthropic/errors'
import { createMessageFormat, type MessageWriting, toAnthropicMessage } from '../anthropic/from-execution'
import { countTokensRequest, messagesRequest } from '../anthropic/schema'
import { planMessageTools, toExecution, wantsThoughts } from '../anthropic/to-execution'
import { parseInput } from '../http/parse-input'
import { readDestination, readStreamFailure } from '../target'
import { assertToolCalled } from '../tool-plan'
import type { AnswerContext } from './answer-context'
import type { RouteHandlers } from './handler'

export interface AnthropicRouteOptions {
  cluster: ClusterInspector
  answers: AnswerContext
  createId(): string
}

export function createAnthropicRoutes({
  cluster,
  answers,
  createId,
}: AnthropicRouteOptions): Pick<RouteHandlers, 'anthropicMessages' | 'anthropicCountTokens'> {
  return {
    async anthropicMessages(request, reply) {
      const input = parseInput(messagesRequest, request.body)
      const plan = planMessageTools(input)
      const execution = toExecution(input, readDestination(cluster, input.model, request.headers), plan)
      const writing: MessageWriting = {
        id: `msg_${createId()}`,
        requestId: createRequestId(),
        thoughts: wantsThoughts(input),
        plan,
      }
      const identity = { 'request-id': writing.requestId }
      if (input.stream !== true) {
        const result = await answers.complete(reply.headers(identity), execution)
        assertToolCalled(plan, result.toolCalls)
        return toAnthropicMessage(result, writing)
      }
      request.baseHeaders = { ...request.baseHeaders, ...identity }
      await answers.stream(request, reply, execution, {
        format: createMessageFormat(writing),
        hold: plan.required || readStreamFailure(request.headers) === 'buffer',
        check: result => assertToolCalled(plan, result.toolCalls),
      })
      return reply
    },

    anthropicCountTokens(request, reply) {
      reply.header('request-id', createRequestId())
      return { input_tokens: countTokens(parseInput(countTokensRequest, request.body)) }
    },
  }
}
