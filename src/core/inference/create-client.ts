import { type BackendKind, unknownCapabilities } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import { collectCompletion } from './collect-completion'
import type { Dialect } from './dialect'
import { embedInBatches } from './embed-in-batches'
import { createHttpConnection } from './http/connection'
import { defaultTimeouts, limits } from './limits'
import { createUnusableLibrary } from './model-library'
import type { ClientTarget, ClientTimeouts, InferenceClient } from './protocol'
import { assertEmbeds } from './request-shape'
import { streamAnswer } from './stream-answer'

/** @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used */
export function createClient(target: ClientTarget, dialect: Dialect): InferenceClient {
  const timeouts: ClientTimeouts = { ...defaultTimeouts, ...target.timeouts }
  const connection = createHttpConnection(target, timeouts.connect, dialect.idleMs)
  const client: InferenceClient = {
    kind: dialect.kind,
    stream: (request, { signal, firstTokenMs = timeouts.firstToken }) =>
      streamAnswer(connection, dialect, { ...timeouts, firstToken: firstTokenMs }, request, signal),
    complete: (request, options) => collectCompletion(client.stream(request, options)),
    probe: ({ signal, isRoutine = false }) => dialect.probe(connection, signal, isRoutine),
    get supports() {
      return dialect.supports
    },
    library: dialect.library(connection, timeouts),
    async embed({ inputs, ...request }, options) {
      assertEmbeds(dialect.supports, connection.host)
      const bounds = {
        milliseconds: options.firstTokenMs ?? timeouts.firstToken,
        bytes: limits.embeddingBytes,
      }
      return await embedInBatches(inputs, request.dimensions, batch =>
        dialect.embed(connection, { ...request, inputs: batch }, bounds, options.signal),
      )
    },
    close: () => connection.close(),
  }
  return client
}

/** Stands for a target that cannot be talked to as it is written: every call fails with the same reason. */
export function createUnusableClient(kind: BackendKind, error: HarombeError): InferenceClient {
  return {
    kind,
    supports: unknownCapabilities,
    library: createUnusableLibrary(error),
    embed: () => Promise.reject(error),
    async *stream() {
      yield { type: 'error', error }
    },
    complete: () => Promise.reject(error),
    probe: () => Promise.reject(error),
    close: () => Promise.resolve(),
  }
}
