import type { LoadedModel, ModelDetails, ModelSummary } from '../../shared/entities'
import { createClient } from './create-client'
import type { Dialect } from './dialect'
import { usableModels } from './frame-parts'
import { decodeDocument, decodeEvents } from './framing/answer-decoder'
import { limits } from './limits'
import { askOpenAiEmbeddings } from './openai/embed'
import { createInfillTranslators } from './openai/infill'
import { createOpenAiLibrary } from './openai/library'
import { createOnlooker } from './openai/look'
import type { ListedModel } from './openai/models'
import { toOpenAiRequest } from './openai/request'
import { createOpenAiServer, type OpenAiKind } from './openai/server'
import { createOpenAiTranslators } from './openai/translate'
import type { ClientTarget, InferenceClient, InferenceRequest } from './protocol'
import { meterFor } from './token-confidence'

export type { OpenAiKind } from './openai/server'

function summaryOf(details: ModelDetails): ModelSummary {
  const { capabilities, architecture, license, ...summary } = details
  return summary
}

/** Null when the server does not say of any model whether it is in memory. */
function loadedOf(models: readonly ListedModel[]): LoadedModel[] | null {
  if (models.every(({ isLoaded }) => isLoaded === null)) return null
  return models
    .filter(({ isLoaded }) => isLoaded === true)
    .map(({ name, loadedContext }) => ({
      name,
      sizeBytes: null,
      vramBytes: null,
      contextLength: loadedContext,
      expiresAt: null,
    }))
}

export function createOpenAiDialect(kind: OpenAiKind): Dialect {
  const server = createOpenAiServer(kind)
  const see = createOnlooker(kind, server)
  /** Questions that went to llama.cpp's own address; by then a probe may have found out that it is another server. */
  const infills = new WeakSet<InferenceRequest>()
  return {
    kind,
    keepAliveIsProgress: false,
    get supports() {
      return server.supports
    },
    ask(request) {
      const question = toOpenAiRequest(request, server)
      if (question.path === '/infill') infills.add(request)
      return { ...question, accept: 'text/event-stream' }
    },
    reword: (refusal, request) => server.learn(refusal, request),
    decoder(contentType, host, request) {
      const { event, document } = infills.has(request)
        ? createInfillTranslators(host)
        : createOpenAiTranslators(host, undefined, meterFor(request))
      return contentType === 'application/json' ? decodeDocument(document) : decodeEvents(event)
    },
    async probe(connection, signal) {
      const seen = await see(connection, signal)
      return {
        backend: seen.isHarombe ? 'harombe' : server.kind,
        models: usableModels(
          seen.models.map(({ details }) => summaryOf(details)),
          limits.models,
        ),
        loaded: loadedOf(seen.models),
        memory: null,
        version: seen.version,
        simulated: seen.simulated,
        slots: seen.slots,
      }
    },
    library: (connection, timeouts) => createOpenAiLibrary(connection, timeouts, server, see),
    embed: askOpenAiEmbeddings,
  }
}

/**
 * Any server with the OpenAI chat API; the base URL may end in /v1.
 * @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used
 */
export function createOpenAiClient(target: ClientTarget & { backend: OpenAiKind }): InferenceClient {
  return createClient(target, createOpenAiDialect(target.backend))
}
