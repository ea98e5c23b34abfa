import type { FastifyRequest } from 'fastify'
import { HarombeError } from '../../../shared/errors'
import type { ClusterInspector } from '../../coordination/types'
import { anthropicModels } from '../anthropic/models'
import { type ApiDialect, dialectOf } from '../dialect'
import { decodeHeaderText } from '../http/response-headers'
import { listModels, type ModelListFormat } from '../model-list'
import { openAiModels } from '../openai/models'
import { isFromPeer } from '../peer-target'
import type { GatewayClock } from '../types'
import { type RouteHandlers, routeOf } from './handler'

/** Who writes the list in other words than OpenAI's. */
const formats: Partial<Record<ApiDialect, ModelListFormat>> = { anthropic: anthropicModels }

const formatFor = (request: FastifyRequest) => formats[dialectOf(routeOf(request), request)] ?? openAiModels

export function createModelRoutes(
  cluster: ClusterInspector,
  clock: GatewayClock,
  version: string,
): Pick<RouteHandlers, 'openAiModels' | 'openAiModel'> {
  const startedAt = Math.floor(clock.wall() / 1000)
  const modelsFor = ({ headers }: FastifyRequest) => listModels(cluster, startedAt, isFromPeer(headers))
  return {
    openAiModels: request => ({
      // By this another harombe knows what it asks, which none of the models tells.
      ...(isFromPeer(request.headers) ? { harombe: version } : {}),
      ...formatFor(request).list(modelsFor(request)),
    }),

    openAiModel(request) {
      const [path = ''] = request.url.split('?', 1)
      const id = decodeHeaderText(path.slice('/v1/models/'.length))
      const found = modelsFor(request).find(model => model.id === id)
      if (found === undefined) {
        throw new HarombeError('MODEL_MISSING', 'No node serves a model of that name.', {
          data: { param: 'model' },
        })
      }
      return formatFor(request).one(found)
    },
  }
}
