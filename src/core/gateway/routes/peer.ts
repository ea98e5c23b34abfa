import {
  encodePeerFrame,
  fromPeerRequest,
  peerKeepAlive,
  peerRequest,
  peerStreamType,
  toPeerAnswer,
} from '../../inference/peer-wire'
import { parseInput } from '../http/parse-input'
import type { StreamFormat } from '../http/relay'
import { targetForPeer } from '../peer-target'
import { readStreamFailure, readTarget } from '../target'
import type { GatewayOptions } from '../types'
import type { AnswerContext } from './answer-context'
import type { RouteHandlers } from './handler'

const frames: StreamFormat = {
  contentType: peerStreamType,
  ping: peerKeepAlive,
  opening: () => '',
  part: encodePeerFrame,
  closing: ({ usage, reason }) =>
    encodePeerFrame({ type: 'usage', usage }) + encodePeerFrame({ type: 'done', reason }),
  failure: error => encodePeerFrame({ type: 'error', error }),
}

export function createPeerRoutes(
  cluster: GatewayOptions['cluster'],
  answers: AnswerContext,
): Pick<RouteHandlers, 'complete'> {
  return {
    async complete(request, reply) {
      const { model, stream, ...question } = fromPeerRequest(parseInput(peerRequest, request.body))
      const target = targetForPeer(cluster.view().nodes, readTarget(model, request.headers))
      const execution = { ...question, target, origin: 'peer' as const }
      if (!stream) return toPeerAnswer(await answers.complete(reply, execution))
      const hold = readStreamFailure(request.headers) === 'buffer'
      await answers.stream(request, reply, execution, { format: frames, hold })
      return reply
    },
  }
}
