import { z } from 'zod'
import { unknownCapabilities } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createClient } from './create-client'
import type { Dialect } from './dialect'
import { usableModels } from './frame-parts'
import { decodeNdjson } from './framing/answer-decoder'
import type { HttpConnection } from './http/connection'
import { limits } from './limits'
import { bareLoaded, bareSummary, createFixedLibrary, nothingKnown } from './model-library'
import { askOllamaEmbeddings } from './ollama-embeddings'
import { createOllamaTranslator, toOllamaRequest } from './ollama-wire'
import type { ClientTarget, InferenceClient, ProbeResult } from './protocol'

const modelList = z.object({
  models: z
    .array(z.object({ name: z.string().optional(), model: z.string().optional() }))
    .nullable()
    .transform(models => (models ?? []).map(({ name, model }) => name ?? model ?? '')),
})
const versionDocument = z.object({ version: z.string().min(1).max(64) })

async function probe(connection: HttpConnection, signal: AbortSignal): Promise<ProbeResult> {
  const [tags, version, running] = await Promise.all([
    connection.getJson('/api/tags', signal),
    // Stand-ins often serve the model list only: that is still a server that is up.
    connection.getJson('/api/version', signal).catch(() => null),
    connection.getJson('/api/ps', signal).catch(() => null),
  ])
  const models = modelList.safeParse(tags.value)
  if (!models.success) {
    throw new HarombeError('MALFORMED_RESPONSE', `${connection.host} answers, but is not an Ollama server.`, {
      hint: 'Check the port and the backend of the node.',
    })
  }
  const loaded = modelList.safeParse(running?.value)
  const said = versionDocument.safeParse(version?.value)
  return {
    backend: 'ollama',
    models: usableModels(models.data.models.map(bareSummary), limits.models),
    loaded: loaded.success ? usableModels(loaded.data.models.map(bareLoaded), limits.models) : null,
    memory: null,
    version: said.success ? said.data.version : null,
    simulated: tags.simulated,
  }
}

const ollama: Dialect = {
  kind: 'ollama',
  keepAliveIsProgress: false,
  ask: request => ({
    path: '/api/chat',
    accept: 'application/x-ndjson',
    body: toOllamaRequest(request),
  }),
  // Whatever the content type says: a non-streaming answer is a single line of the same shape.
  decoder: (_contentType, host) => decodeNdjson(createOllamaTranslator(host)),
  probe,
  supports: unknownCapabilities,
  library: ({ host }) => createFixedLibrary(host, model => Promise.resolve(nothingKnown(model))),
  embed: askOllamaEmbeddings,
}

/** Ollama's native API. @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used */
export function createOllamaClient(target: ClientTarget): InferenceClient {
  return createClient(target, ollama)
}
