import {
  encodePeerFrame,
  fromPeerRequest,
  leaseRequest,
  peerKeepAlive,
  peerRequest,
  peerStreamType,
  toPeerAnswer,
} from '../../inference/peer-wire'
import type { ChatMessage } from '../../inference/protocol'
import { parseInput } from '../http/parse-input'
import type { StreamFormat } from '../http/relay'
import { createImageReader } from '../input-images'
import type { Leases } from '../leases'
import { targetForPeer } from '../peer-target'
import { readTarget } from '../target'
import type { GatewayOptions } from '../types'
import type { AnswerContext } from './answer-context'
import type { RouteHandlers } from './handler'

const frames: StreamFormat = {
  contentType: peerStreamType,
  ping: peerKeepAlive,
  notice: () => peerKeepAlive,
  opening: () => '',
  part: encodePeerFrame,
  closing: ({ usage, reason }) =>
    encodePeerFrame({ type: 'usage', usage }) + encodePeerFrame({ type: 'done', reason }),
  failure: error => encodePeerFrame({ type: 'error', error }),
}

/** What a peer says an image is counts no more than what anybody says. @throws HarombeError BAD_REQUEST */
function withSoundImages(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  if (messages.every(message => message.images === undefined)) return messages
  const images = createImageReader()
  return messages.map((message, index) => ({
    ...message,
    images: message.images?.map((image, place) =>
      images.fromBase64(image.data, `messages[${index}].images[${place}].data`),
    ),
  }))
}

export function createPeerRoutes(
  cluster: GatewayOptions['cluster'],
  answers: AnswerContext,
  leases: Leases,
): Pick<RouteHandlers, 'complete' | 'lease'> {
  return {
    lease(request) {
      const { ids } = parseInput(leaseRequest, request.body)
      return { renewed: leases.renew(ids) }
    },

    async complete(request, reply) {
      const input = parseInput(peerRequest, request.body)
      const { model, stream, ...question } = fromPeerRequest(input)
      const target = targetForPeer(cluster.view().nodes, readTarget(model, request.headers))
      const messages = withSoundImages(question.messages)
      const execution = { ...question, messages, target, origin: 'peer' as const }
      return answers.deliver(reply, execution, {
        isStreamed: stream,
        whole: toPeerAnswer,
        stream: () => frames,
      })
    },
  }
}
