import { HarombeError } from '../../../shared/errors'
import type { ClusterInspector } from '../../coordination/types'
import { parseInput } from '../http/parse-input'
import { decodeHeaderText } from '../http/response-headers'
import { createChunkFormat, toChatCompletion } from '../openai/from-execution'
import { chatCompletionRequest } from '../openai/schema'
import { assertToolCalled, planTools, toExecution } from '../openai/to-execution'
import { readDestination, readStreamFailure, virtualModels } from '../target'
import type { GatewayClock } from '../types'
import type { AnswerContext } from './answer-context'
import type { RouteHandlers } from './handler'

export interface OpenAiRouteOptions {
  cluster: ClusterInspector
  answers: AnswerContext
  clock: GatewayClock
  createId(): string
}

/** Every name a request may use, in the order in which clients show them. */
function listModels(cluster: ClusterInspector): { id: string; owner: string }[] {
  const nodes = cluster.view().nodes
  return [
    ...virtualModels.map(id => ({ id, owner: 'harombe' })),
    ...nodes.map(node => ({ id: `node/${node.name}`, owner: 'harombe' })),
    ...cluster.models().map(({ model, nodes: owners }) => ({ id: model, owner: owners.join(', ') })),
  ]
}

export function createOpenAiRoutes({
  cluster,
  answers,
  clock,
  createId,
}: OpenAiRouteOptions): Pick<RouteHandlers, 'openAiChat' | 'openAiModels' | 'openAiModel'> {
  const startedAt = Math.floor(clock.wall() / 1000)
  const toModel = ({ id, owner }: { id: string; owner: string }) => ({
    id,
    object: 'model',
    created: startedAt,
    owned_by: owner,
  })

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

    openAiModels: () => ({ object: 'list', data: listModels(cluster).map(toModel) }),

    openAiModel(request) {
      const [path = ''] = request.url.split('?', 1)
      const id = decodeHeaderText(path.slice('/v1/models/'.length))
      const found = listModels(cluster).find(model => model.id === id)
      if (found === undefined) {
        throw new HarombeError('MODEL_MISSING', 'No node serves a model of that name.', {
          data: { param: 'model' },
        })
      }
      return toModel(found)
    },
  }
}
