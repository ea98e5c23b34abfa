import { z } from 'zod'
import { type ModelCapabilities, unknownCapabilities } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createClient } from './create-client'
import type { Dialect } from './dialect'
import { decodeNdjson } from './framing/answer-decoder'
import type { HttpConnection } from './http/connection'
import { askOllamaEmbeddings } from './ollama/embed'
import { createOllamaLibrary } from './ollama/library'
import { readModelList, readRunningModels } from './ollama/models'
import { toOllamaRequest } from './ollama/request'
import { createThinkHabit } from './ollama/think-habit'
import { createOllamaTranslator } from './ollama/translate'
import type { ClientTarget, InferenceClient, ProbeResult } from './protocol'
import { wordOrNull } from './untrusted-values'

const versionDocument = z.object({
  version: wordOrNull,
  /** A harombe speaks Ollama's API too, and says so: two that list each other must know, or they ask in circles. */
  harombe: wordOrNull,
})

async function probe(connection: HttpConnection, signal: AbortSignal): Promise<ProbeResult> {
  const [tags, version, running] = await Promise.all([
    connection.getJson('/api/tags', signal),
    // Stand-ins often serve the model list only: that is still a server that is up.
    connection.getJson('/api/version', signal).catch(() => null),
    connection.getJson('/api/ps', signal).catch(() => null),
  ])
  const models = readModelList(tags.value)
  if (models === null) {
    throw new HarombeError('MALFORMED_RESPONSE', `${connection.host} answers, but is not an Ollama server.`, {
      hint: 'Check the port and the backend of the node.',
    })
  }
  const said = versionDocument.safeParse(version?.value).data
  const harombe = said?.harombe ?? null
  return {
    backend: harombe === null ? 'ollama' : 'harombe',
    models,
    loaded: readRunningModels(running?.value),
    memory: null,
    version: harombe ?? said?.version ?? null,
    simulated: tags.simulated,
  }
}

/** Formats are kept by a grammar, whatever the model; a raw text and a begun answer need nothing of the model either. */
const supports: Readonly<ModelCapabilities> = {
  ...unknownCapabilities,
  json: 'yes',
  completion: 'yes',
  prefill: 'yes',
}

export function createOllamaDialect(): Dialect {
  const habit = createThinkHabit()
  return {
    kind: 'ollama',
    supports,
    keepAliveIsProgress: false,
    ask: request => ({
      ...toOllamaRequest(request, habit.valueFor(request.model, request.reasoning)),
      accept: 'application/x-ndjson',
    }),
    reword: (refusal, { model, reasoning }) => reasoning !== undefined && habit.learn(model, refusal),
    // Whatever the content type says: a non-streaming answer is a single line of the same shape.
    decoder: (_contentType, host) => decodeNdjson(createOllamaTranslator(host)),
    probe,
    library: (connection, timeouts) => createOllamaLibrary(connection, timeouts, supports),
    embed: askOllamaEmbeddings,
  }
}

/** Ollama's native API. @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used */
export function createOllamaClient(target: ClientTarget): InferenceClient {
  return createClient(target, createOllamaDialect())
}
