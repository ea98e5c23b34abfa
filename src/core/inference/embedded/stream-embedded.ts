import { HarombeError, isHarombeError } from '../../../shared/errors'
import { deliverFrames } from '../deliver-frames'
import { createToolCallMaker } from '../frame-parts'
import { openScope, type RequestScope } from '../http/request-scope'
import { reasoningStallFactor } from '../limits'
import type { ChatMessage, ClientTimeouts, InferenceFrame, InferenceRequest } from '../protocol'
import type { EngineCore } from './engine-core'
import type { EngineMessage, EngineModel, EngineReply, EngineTask } from './messages'

/** @throws HarombeError NODE_REFUSED for an image */
function toMessage({ role, content, images, toolCalls, toolCallId, name }: ChatMessage): EngineMessage {
  if (images !== undefined && images.length > 0) {
    throw new HarombeError('NODE_REFUSED', 'The embedded engine cannot see images.', {
      hint: 'Let a node answer whose model can, with Ollama for instance.',
    })
  }
  return { role, content, toolCalls: toolCalls?.map(call => ({ ...call })), toolCallId, name }
}

function toTask(request: InferenceRequest, model: EngineModel): EngineTask {
  const { stop, temperature, topP, topK, minP, presencePenalty, frequencyPenalty, seed, maxTokens } = request
  const sampling = {
    ...{ temperature, topP, topK, minP, presencePenalty, frequencyPenalty, seed, maxTokens },
    ...(stop === undefined ? {} : { stop: [...stop] }),
  }
  const common = { ...sampling, model, contextLength: request.contextLength }
  const { prompt, format, toolChoice, reasoning, tools = [] } = request
  if (prompt !== undefined) {
    return { verb: 'complete', ...common, text: prompt.text, suffix: prompt.suffix }
  }
  return {
    verb: 'chat',
    ...common,
    messages: request.messages.map(toMessage),
    ...(tools.length === 0 ? {} : { tools: tools.map(tool => ({ ...tool })), toolChoice }),
    format: format?.type === 'schema' ? { type: 'schema', schema: format.schema } : format,
    reasoning,
  }
}

/** Runs one request on the embedded engine and keeps the promises of InferenceClient.stream. */
export function streamEmbedded(
  engine: EngineCore,
  timeouts: ClientTimeouts,
  request: InferenceRequest,
  caller: AbortSignal,
): AsyncIterable<InferenceFrame> {
  let scope: RequestScope | null = null
  const makeCall = createToolCallMaker()
  let hasText = false
  let hasReasoning = false

  const tooSlow = () => {
    const seconds = Math.round(timeouts.firstToken / 1000)
    return new HarombeError('TIMEOUT', `The embedded engine said nothing for ${seconds} s.`, {
      hint: 'The model may be too large for this machine.',
      data: { phase: 'firstToken' },
    })
  }
  const stalled = () =>
    new HarombeError('TIMEOUT', 'The embedded engine fell silent in the middle of the answer.', {
      data: { phase: 'stall' },
    })

  function read(reply: EngineReply): InferenceFrame[] {
    switch (reply.type) {
      case 'text':
        hasText = true
        return [{ type: 'text', text: reply.text }]
      case 'reasoning':
        hasReasoning = true
        return [{ type: 'reasoning', text: reply.text }]
      case 'call':
        return [{ type: 'tool_call', call: makeCall.make(undefined, reply.name, reply.arguments) }]
      case 'finished': {
        const { promptTokens, completionTokens, reason } = reply
        const usage: InferenceFrame = { type: 'usage', usage: { promptTokens, completionTokens } }
        if (reason !== 'length' && !hasText && makeCall.count() === 0) {
          const error = new HarombeError('NODE_ERROR', 'The model answered nothing.', {
            hint: 'Ask again, or try another model.',
          })
          return [usage, { type: 'error', error }]
        }
        return [usage, { type: 'done', reason }]
      }
      default:
        return []
    }
  }

  async function* run(): AsyncGenerator<readonly InferenceFrame[], void> {
    const own = openScope(caller)
    scope = own
    try {
      own.expireAfter(timeouts.firstToken, tooSlow)
      const { name, path } = await engine.store.find(request.model)
      const task = toTask(request, { name, path })
      for await (const replies of engine.ask(task, request.keepAlive, own.signal)) {
        const frames = replies.flatMap(read)
        if (frames.length === 0) continue
        own.hold()
        yield frames
        const last = frames.at(-1)
        if (last?.type === 'done' || last?.type === 'error') return
        const isReasoning = hasReasoning && !hasText && makeCall.count() === 0
        own.expireAfter(timeouts.stall * (isReasoning ? reasoningStallFactor : 1), stalled)
      }
      throw new HarombeError('STREAM_CUT_OFF', 'The engine stopped before the answer was complete.')
    } catch (error) {
      const failure = own.failure() ?? (isHarombeError(error) ? error : null)
      const unknown = () => new HarombeError('INTERNAL', 'The engine could not be asked.', { cause: error })
      yield [{ type: 'error', error: failure ?? unknown() }]
    } finally {
      own.end()
    }
  }

  return deliverFrames(run(), () => scope?.failure() ?? null)
}
