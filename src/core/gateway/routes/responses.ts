import type { ClusterInspector } from '../../coordination/types'
import { parseInput } from '../http/parse-input'
import { createResponseFormat } from '../openai/responses/events'
import { createResponseWriter, toResponse } from '../openai/responses/response'
import { responseRequest } from '../openai/responses/schema'
import { planResponseTools, toResponseExecution } from '../openai/responses/to-execution'
import { readDestination, readStreamFailure } from '../target'
import { assertToolCalled } from '../tool-plan'
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
        single: plan.single,
        createId: (kind: string) => `${kind}_${createId()}`,
      }
      if (input.stream !== true) {
        const result = await answers.complete(reply, execution)
        assertToolCalled(plan, result.toolCalls)
        return toResponse(result, options)
      }
      await answers.stream(request, reply, execution, {
        format: createResponseFormat(options),
        hold: plan.required || readStreamFailure(request.headers) === 'buffer',
        check: result => assertToolCalled(plan, result.toolCalls),
      })
      return reply
    },
  }
}
