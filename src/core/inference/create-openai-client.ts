import { z } from 'zod'
import { type BackendKind, unknownCapabilities } from '../../shared/entities'
import { HarombeError, hasCode } from '../../shared/errors'
import { createClient } from './create-client'
import type { Dialect } from './dialect'
import { usableModels } from './frame-parts'
import { decodeDocument, decodeEvents } from './framing/answer-decoder'
import type { HttpConnection } from './http/connection'
import { limits } from './limits'
import { bareSummary, createFixedLibrary, nothingKnown } from './model-library'
import { askOpenAiEmbeddings } from './openai-embeddings'
import { createOpenAiTranslators, toOpenAiRequest } from './openai-wire'
import type { ClientTarget, InferenceClient, ProbeResult } from './protocol'

/** The backends that speak the OpenAI API; they differ in how a probe finds out about them. */
export type OpenAiKind = 'openai' | 'vllm' | 'sglang' | 'llamacpp'

const modelList = z.object({
  data: z.array(z.object({ id: z.string(), owned_by: z.unknown().optional() })),
})
const versionDocument = z.object({ version: z.string().min(1).max(64) })

/** vLLM, SGLang and llama.cpp sign their models; so does a harombe, which may be listed as any of them. */
function kindOf(owner: unknown, configured: OpenAiKind): BackendKind {
  const isKnown = owner === 'vllm' || owner === 'sglang' || owner === 'llamacpp' || owner === 'harombe'
  return isKnown ? owner : configured
}

/**
 * llama.cpp lists its model while it is still loading it; only /health tells. A server without that route is no worse
 * for it. @throws HarombeError NODE_LOADING
 */
async function assertLoaded(connection: HttpConnection, signal: AbortSignal): Promise<void> {
  try {
    await connection.getJson('/health', signal)
  } catch (error) {
    if (hasCode(error, 'NODE_LOADING')) throw error
  }
}

function probe(kind: OpenAiKind) {
  return async (connection: HttpConnection, signal: AbortSignal): Promise<ProbeResult> => {
    const [list, version] = await Promise.all([
      connection.getJson('/v1/models', signal),
      kind === 'vllm' ? connection.getJson('/version', signal).catch(() => null) : null,
      kind === 'llamacpp' ? assertLoaded(connection, signal) : null,
    ])
    const models = modelList.safeParse(list.value)
    if (!models.success) {
      throw new HarombeError(
        'MALFORMED_RESPONSE',
        `${connection.host} answers, but does not speak the OpenAI API.`,
        { hint: 'Check the port and the backend of the node.' },
      )
    }
    const said = versionDocument.safeParse(version?.value)
    return {
      backend: kindOf(models.data.data[0]?.owned_by, kind),
      models: usableModels(
        models.data.data.map(({ id }) => bareSummary(id)),
        limits.models,
      ),
      loaded: null,
      memory: null,
      version: said.success ? said.data.version : null,
      simulated: list.simulated,
    }
  }
}

function openAi(kind: OpenAiKind): Dialect {
  return {
    kind,
    keepAliveIsProgress: false,
    ask: request => ({
      path: '/v1/chat/completions',
      accept: 'text/event-stream',
      body: toOpenAiRequest(request),
    }),
    decoder: (contentType, host) => {
      const { event, document } = createOpenAiTranslators(host)
      return contentType === 'application/json' ? decodeDocument(document) : decodeEvents(event)
    },
    probe: probe(kind),
    supports: unknownCapabilities,
    library: ({ host }) => createFixedLibrary(host, model => Promise.resolve(nothingKnown(model))),
    embed: askOpenAiEmbeddings,
  }
}

/**
 * Any server with the OpenAI chat API; the base URL may end in /v1.
 * @throws HarombeError CONFIG_INVALID for an address or a token that cannot be used
 */
export function createOpenAiClient(target: ClientTarget & { backend: OpenAiKind }): InferenceClient {
  return createClient(target, openAi(target.backend))
}
