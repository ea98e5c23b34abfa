import { type BackendKind, unknownCapabilities } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import { collectCompletion } from './collect-completion'
import type { Dialect } from './dialect'
import { createHttpConnection } from './http/connection'
import { defaultTimeouts } from './limits'
import { createUnusableLibrary } from './model-library'
import type { ClientTarget, ClientTimeouts, InferenceClient } from './protocol'
import { streamAnswer } from './stream-answer'

/** @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used */
export function createClient(target: ClientTarget, dialect: Dialect): InferenceClient {
  const timeouts: ClientTimeouts = { ...defaultTimeouts, ...target.timeouts }
  const connection = createHttpConnection(target, timeouts.connect)
  const client: InferenceClient = {
    kind: dialect.kind,
    stream: (request, { signal }) => streamAnswer(connection, dialect, timeouts, request, signal),
    complete: (request, options) => collectCompletion(client.stream(request, options)),
    probe: ({ signal }) => dialect.probe(connection, signal),
    supports: dialect.supports,
    library: dialect.library(connection),
    embed: (request, options) => dialect.embed(connection, request, options),
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
