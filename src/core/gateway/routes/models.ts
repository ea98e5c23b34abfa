import type { FastifyRequest } from 'fastify'
import { HarombeError } from '../../../shared/errors'
import type { ClusterInspector } from '../../coordination/types'
import { anthropicModels } from '../anthropic/models'
import { type ApiDialect, dialectOf } from '../dialect'
import { decodeHeaderText } from '../http/response-headers'
import { listModels, type ModelListFormat } from '../model-list'
import { openAiModels } from '../openai/models'
import type { GatewayClock } from '../types'
import { type RouteHandlers, routeOf } from './handler'

/** Who writes the list in other words than OpenAI's. */
const formats: Partial<Record<ApiDialect, ModelListFormat>> = { anthropic: anthropicModels }

const formatFor = (request: FastifyRequest) => formats[dialectOf(routeOf(request), request)] ?? openAiModels

export function createModelRoutes(
  cluster: ClusterInspector,
  clock: GatewayClock,
): Pick<RouteHandlers, 'openAiModels' | 'openAiModel'> {
  const startedAt = Math.floor(clock.wall() / 1000)
  return {
    openAiModels: request => formatFor(request).list(listModels(cluster, startedAt)),

    openAiModel(request) {
      const [path = ''] = request.url.split('?', 1)
      const id = decodeHeaderText(path.slice('/v1/models/'.length))
      const found = listModels(cluster, startedAt).find(model => model.id === id)
      if (found === undefined) {
        throw new HarombeError('MODEL_MISSING', 'No node serves a model of that name.', {
          data: { param: 'model' },
        })
      }
      return formatFor(request).one(found)
    },
  }
}
