import { type ModelCapabilities, unknownCapabilities } from '../../shared/entities'
import { createClient } from './create-client'
import type { Dialect } from './dialect'
import { decodeNdjson } from './framing/answer-decoder'
import { askOllamaEmbeddings } from './ollama/embed'
import { createOllamaLibrary } from './ollama/library'
import { createOllamaOnlooker } from './ollama/look'
import { toOllamaRequest } from './ollama/request'
import { createThinkHabit } from './ollama/think-habit'
import { createOllamaTranslator } from './ollama/translate'
import type { ClientTarget, InferenceClient } from './protocol'
import { createConfidenceHabit, meterFor } from './token-confidence'

/** Formats are kept by a grammar, whatever the model; a raw text and a begun answer need nothing of the model either. */
const supports: Readonly<ModelCapabilities> = {
  ...unknownCapabilities,
  json: 'yes',
  completion: 'yes',
  prefill: 'yes',
}

export function createOllamaDialect(): Dialect {
  const habit = createThinkHabit()
  const confidence = createConfidenceHabit()
  return {
    kind: 'ollama',
    supports,
    keepAliveIsProgress: false,
    // Ollama closes none. Two of its checks in a row go over the same connections.
    idleMs: 10_000,
    ask: request => ({
      ...toOllamaRequest(
        request,
        habit.valueFor(request.model, request.reasoning),
        confidence.isAsked(request),
      ),
      accept: 'application/x-ndjson',
    }),
    reword: (refusal, request) =>
      (request.reasoning !== undefined && habit.learn(request.model, refusal)) ||
      confidence.learn(refusal, request),
    // Whatever the content type says: a non-streaming answer is a single line of the same shape.
    decoder: (_contentType, host, request) =>
      decodeNdjson(createOllamaTranslator(host, undefined, meterFor(request))),
    probe: createOllamaOnlooker(),
    library: (connection, timeouts) => createOllamaLibrary(connection, timeouts, supports),
    embed: askOllamaEmbeddings,
  }
}

/** Ollama's native API. @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used */
export function createOllamaClient(target: ClientTarget): InferenceClient {
  return createClient(target, createOllamaDialect())
}
