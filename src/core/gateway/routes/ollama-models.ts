import type { FastifyRequest } from 'fastify'
import type { HarombeError } from '../../../shared/errors'
import type { ClusterInspector, ClusterModels } from '../../coordination/types'
import { parseInput } from '../http/parse-input'
import { ollamaVersion, toChoiceAnswer, toModelAnswer, toRunningModels, toTags } from '../ollama/models'
import { placesOf, readPlace } from '../ollama/places'
import { pulled, streamPull } from '../ollama/pull'
import { namedRequest, pullRequest } from '../ollama/schema'
import { finishJob } from '../ollama/work'
import { isFromPeer } from '../peer-target'
import { readDestination } from '../target'
import type { GatewayClock } from '../types'
import { signalOf } from './client-signal'
import type { RouteHandler, RouteHandlers } from './handler'

export interface OllamaModelRouteOptions {
  cluster: ClusterInspector
  models: ClusterModels
  clock: GatewayClock
  version: string
  pingMs: number
  toError(error: unknown): HarombeError
}

type Handled =
  | 'ollamaTags'
  | 'ollamaPs'
  | 'ollamaVersion'
  | 'ollamaShow'
  | 'ollamaPull'
  | 'ollamaDelete'
  | 'ollamaCopy'
  | 'ollamaCreate'
  | 'ollamaPush'
  | 'ollamaBlobs'

const unavailable =
  (what: string): RouteHandler =>
  (_request, reply) =>
    reply.code(501).send({
      error: `harombe does not ${what}. Do it with Ollama on the node itself; \`/api/pull\` and \`/api/delete\` work here.`,
    })

/** Ollama's API, as far as it is about the models themselves. */
export function createOllamaModelRoutes({
  cluster,
  models,
  clock,
  version,
  pingMs,
  toError,
}: OllamaModelRouteOptions): Pick<RouteHandlers, Handled> {
  const startedAt = new Date(clock.wall()).toISOString()
  const isPeer = (request: FastifyRequest) => isFromPeer(request.headers)

  return {
    ollamaTags: request => toTags(cluster, startedAt, isPeer(request)),
    ollamaPs: request => toRunningModels(cluster, isPeer(request)),
    ollamaVersion: () => ({ version: ollamaVersion, harombe: version }),

    async ollamaShow(request, reply) {
      const asked = parseInput(namedRequest, request.body)
      const { target } = readDestination(cluster, asked, request.headers)
      const [place] = placesOf(target, cluster)
      if (place === undefined) return toChoiceAnswer(asked, cluster)
      const details = await models.describe(place.node, place.model, signalOf(reply))
      return toModelAnswer(asked, place.node, details)
    },

    async ollamaPull(request, reply) {
      const { model: named, stream } = parseInput(pullRequest, request.body)
      const place = readPlace(named, request.headers, { ability: 'pull', cluster, models })
      const signal = signalOf(reply)
      if (!stream) {
        await finishJob(models, { kind: 'pull', ...place }, signal)
        return pulled
      }
      const job = models.start('pull', place.node, place.model)
      const jobs = models.follow(job.id, signal)
      await streamPull(reply.hijack().raw, job, jobs, { headers: request.baseHeaders, pingMs, toError })
      return reply
    },

    async ollamaDelete(request, reply) {
      const named = parseInput(namedRequest, request.body)
      const place = readPlace(named, request.headers, { ability: 'remove', cluster, models })
      await finishJob(models, { kind: 'remove', ...place }, signalOf(reply))
      return { status: 'success' }
    },

    ollamaCopy: unavailable('copy models'),
    ollamaCreate: unavailable('create models'),
    ollamaPush: unavailable('push models'),
    ollamaBlobs: unavailable('take files of models'),
  }
}
