import { z } from 'zod'
import { unknownCapabilities } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createClient } from './create-client'
import type { Dialect } from './dialect'
import { createToolCallMaker, finishReason, usableModels, usageOf } from './frame-parts'
import { type AnswerDecoder, decodeDocument, decodeNdjson } from './framing/answer-decoder'
import type { HttpConnection } from './http/connection'
import { nodeError } from './http/node-error'
import { limits } from './limits'
import { bareSummary, createFixedLibrary, nothingKnown } from './model-library'
import { askOpenAiEmbeddings } from './openai/embed'
import { peerAnswer, peerFrame, peerFrameTypes, peerStreamType, toPeerRequest } from './peer-wire'
import type { ClientTarget, InferenceClient, ProbeResult } from './protocol'

function malformed(host: string): HarombeError {
  return new HarombeError('MALFORMED_RESPONSE', `${host} answers, but not as a harombe node.`, {
    hint: 'Check the port and the backend of the node.',
  })
}

const named = z.looseObject({ type: z.string() })

/** `retryAfterMs` is all of a peer's error data that is used. */
const patience = z.object({ retryAfterMs: z.number().min(0).max(600_000) })

function decodeFrames(host: string, createId?: () => string): AnswerDecoder {
  const toolCalls = createToolCallMaker(createId)
  return decodeNdjson((value, emit): void => {
    const kind = named.safeParse(value)
    if (!kind.success) throw malformed(host)
    // A newer peer may say more than we know.
    if (!peerFrameTypes.has(kind.data.type)) return
    const parsed = peerFrame.safeParse(value)
    if (!parsed.success) throw malformed(host)
    const frame = parsed.data
    switch (frame.type) {
      case 'usage': {
        const usage = usageOf(frame.usage.promptTokens, frame.usage.completionTokens)
        if (usage !== null) emit({ type: 'usage', usage })
        break
      }
      case 'tool_call':
        emit({
          type: 'tool_call',
          call: toolCalls.make(frame.call.id, frame.call.name, frame.call.arguments),
        })
        break
      case 'error': {
        const { message, code, data } = frame.error
        const retryAfterMs = patience.safeParse(data).data?.retryAfterMs
        emit({ type: 'error', error: nodeError({ status: null, text: message, code, retryAfterMs }, host) })
        break
      }
      default:
        emit(frame)
    }
  })
}

function decodeAnswer(host: string, createId?: () => string): AnswerDecoder {
  const toolCalls = createToolCallMaker(createId)
  return decodeDocument((value, emit): void => {
    const parsed = peerAnswer.safeParse(value)
    if (!parsed.success) throw malformed(host)
    const { content, tool_calls: calls, finish_reason: reason } = parsed.data
    if (content) emit({ type: 'text', text: content })
    for (const call of calls ?? []) {
      emit({ type: 'tool_call', call: toolCalls.make(call.id, call.name, call.arguments) })
    }
    emit({ type: 'done', reason: finishReason(reason, toolCalls.count()) })
  })
}

const health = z.object({
  status: z.literal('healthy'),
  model: z.string().nullish(),
  version: z.string().max(64).nullish(),
  /** Ours say more than the Python node. */
  models: z.array(z.string()).nullish(),
  simulated: z.boolean().nullish(),
})

async function probe(connection: HttpConnection, signal: AbortSignal): Promise<ProbeResult> {
  const { value, simulated } = await connection.getJson('/health', signal)
  const parsed = health.safeParse(value)
  if (!parsed.success) throw malformed(connection.host)
  const { model, models, version } = parsed.data
  return {
    backend: 'harombe',
    models: usableModels([...(model ? [model] : []), ...(models ?? [])].map(bareSummary), limits.models),
    loaded: null,
    memory: null,
    version: version ?? null,
    simulated: simulated || parsed.data.simulated === true,
  }
}

const harombe: Dialect = {
  kind: 'harombe',
  keepAliveIsProgress: true,
  ask: request => ({
    path: '/api/complete',
    accept: `${peerStreamType}, application/json`,
    body: toPeerRequest(request),
  }),
  decoder: (contentType, host) => (contentType === peerStreamType ? decodeFrames(host) : decodeAnswer(host)),
  probe,
  supports: unknownCapabilities,
  library: ({ host }) => createFixedLibrary(host, model => Promise.resolve(nothingKnown(model))),
  embed: askOpenAiEmbeddings,
}

/** Another harombe, ours or the Python one. @throws HarombeError CONFIG_INVALID for an unusable address or token */
export function createRemoteClient(target: ClientTarget): InferenceClient {
  return createClient(target, harombe)
}
