import type { ClusterInspector } from '../../coordination/types'
import { parseInput } from '../http/parse-input'
import { createResponseFormat } from '../openai/responses/events'
import { createResponseWriter, toResponse } from '../openai/responses/response'
import { responseRequest } from '../openai/responses/schema'
import { planResponseTools, toResponseExecution } from '../openai/responses/to-execution'
import { readDestination } from '../target'
import type { GatewayClock } from '../types'
import type { AnswerContext } from './answer-context'
import type { RouteHandlers } from './handler'

export interface ResponseRouteOptions {
  cluster: ClusterInspector
  answers: AnswerContext
  clock: GatewayClock
  createId(): string
}

export function createResponseRoutes({
  cluster,
  answers,
  clock,
  createId,
}: ResponseRouteOptions): Pick<RouteHandlers, 'openAiResponses'> {
  return {
    async openAiResponses(request, reply) {
      const input = parseInput(responseRequest, request.body)
      const plan = planResponseTools(input)
      const destination = readDestination(cluster, input.model, request.headers)
      const execution = toResponseExecution(input, destination, plan)
      const identity = { id: `resp_${createId()}`, created: Math.floor(clock.wall() / 1000) }
      const options = {
        write: createResponseWriter(input, identity),
        createId: (kind: string) => `${kind}_${createId()}`,
      }
      return answers.deliver(reply, execution, {
        isStreamed: input.stream === true,
        whole: result => toResponse(result, options),
        stream: () => createResponseFormat(options),
        plan,
      })
    },
  }
}
