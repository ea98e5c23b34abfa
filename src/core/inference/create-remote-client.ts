import { unknownCapabilities } from '../../shared/entities'
import { createClient } from './create-client'
import type { Dialect } from './dialect'
import { decodeDocument, decodeEvents } from './framing/answer-decoder'
import { askOpenAiEmbeddings } from './openai/embed'
import { createOpenAiTranslators } from './openai/translate'
import { decodePeerAnswer, decodePeerFrames } from './peer/answer'
import { createLeaseKeeper } from './peer/lease-keeper'
import { createPeerLibrary } from './peer/library'
import { createPeerLists, probePeer } from './peer/look'
import { peerStreamType, toPeerCompletion, toPeerRequest } from './peer-wire'
import type { ClientTarget, InferenceClient } from './protocol'

export function createPeerDialect(): Dialect {
  const lists = createPeerLists()
  const leases = createLeaseKeeper()
  return {
    kind: 'harombe',
    // Whatever the node behind it can do.
    supports: unknownCapabilities,
    keepAliveIsProgress: true,
    lease: leases.open,
    ask: request =>
      request.prompt === undefined
        ? {
            path: '/api/complete',
            accept: `${peerStreamType}, application/json`,
            body: toPeerRequest(request),
          }
        : {
            path: '/v1/completions',
            accept: 'text/event-stream',
            body: toPeerCompletion(request, request.prompt),
          },
    decoder(contentType, host, { prompt }) {
      if (prompt === undefined) {
        return contentType === peerStreamType ? decodePeerFrames(host) : decodePeerAnswer(host)
      }
      const { event, document } = createOpenAiTranslators(host)
      return contentType === 'application/json' ? decodeDocument(document) : decodeEvents(event)
    },
    probe: (connection, signal) => probePeer(connection, lists, signal),
    library: (connection, timeouts) => createPeerLibrary(connection, timeouts, lists),
    embed: askOpenAiEmbeddings,
  }
}

/** Another harombe, ours or the Python one. @throws HarombeError CONFIG_INVALID for an unusable address or token */
export function createRemoteClient(target: ClientTarget): InferenceClient {
  return createClient(target, createPeerDialect())
}
