import type { ClusterInspector } from '../../coordination/types'
import { countTokens } from '../anthropic/count-tokens'
import { createRequestId } from '../anthropic/errors'
import { createMessageFormat, type MessageWriting, toAnthropicMessage } from '../anthropic/from-execution'
import { countTokensRequest, messagesRequest } from '../anthropic/schema'
import { planMessageTools, toExecution, wantsThoughts } from '../anthropic/to-execution'
import { parseInput } from '../http/parse-input'
import { readDestination } from '../target'
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
      }
      // A stream takes the first and any other answer the second; an error has an id of its own.
      request.baseHeaders = { ...request.baseHeaders, 'request-id': writing.requestId }
      reply.header('request-id', writing.requestId)
      return answers.deliver(reply, execution, {
        isStreamed: input.stream === true,
        whole: result => toAnthropicMessage(result, writing),
        stream: () => createMessageFormat(writing),
        plan,
      })
    },

    anthropicCountTokens(request, reply) {
      reply.header('request-id', createRequestId())
      return { input_tokens: countTokens(parseInput(countTokensRequest, request.body)) }
    },
  }
}
