import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { isRecord } from '../../../shared/record'
import { createToolCallAccumulator } from '../accumulate-tool-calls'
import { createToolCallMaker, finishReason, usageOf } from '../frame-parts'
import type { Emit, Translate } from '../framing/answer-decoder'
import type { ServerSentEvent } from '../framing/parse-events'
import { parseJson } from '../framing/parse-json'
import { nodeError, readRefusal } from '../http/node-error'
import type { InferenceFrame, Usage } from '../protocol'
import { type ConfidenceMeter, withConfidence } from '../token-confidence'

const toolCallPart = z.object({
  index: z.number().int().min(0).max(127).nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.unknown().optional() }).nullish(),
})
const said = z.object({
  content: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z.array(toolCallPart).nullish(),
})
const answer = z.object({
  /** vLLM marks an error document by `error` here. */
  object: z.unknown().optional(),
  error: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        index: z.number().nullish(),
        delta: said.nullish(),
        message: said.nullish(),
        /** Of /v1/completions. */
        text: z.string().nullish(),
        logprobs: z.object({ content: z.unknown().optional() }).nullish().catch(null),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({ prompt_tokens: z.unknown().optional(), completion_tokens: z.unknown().optional() })
    .nullish(),
})

/** Of a part that is known to be one choice's text. */
function probabilitiesIn(value: unknown): unknown {
  const choice: unknown = isRecord(value) && Array.isArray(value.choices) ? value.choices[0] : null
  return isRecord(choice) && isRecord(choice.logprobs) ? choice.logprobs.content : null
}

const isAbsent = (value: unknown) => value === undefined || value === null

/**
 * The text of a part that says nothing else, as nearly every part of a stream; null of any other, which is then read field by
 * field. One in a token's time is not much, but a thousand streams at once are.
 */
function onlyText(value: unknown): string | null {
  if (!isRecord(value) || !Array.isArray(value.choices) || value.choices.length !== 1) return null
  if (!isAbsent(value.error) || !isAbsent(value.usage) || value.object === 'error') return null
  const choice: unknown = value.choices[0]
  if (!isRecord(choice) || !isRecord(choice.delta)) return null
  const isFirst = isAbsent(choice.index) || choice.index === 0
  if (!isFirst || !isAbsent(choice.message) || !isAbsent(choice.text) || !isAbsent(choice.finish_reason))
    return null
  const { content, reasoning, reasoning_content: thoughts, tool_calls: calls } = choice.delta
  const isAll = isAbsent(reasoning) && isAbsent(thoughts) && isAbsent(calls)
  return isAll && typeof content === 'string' && content !== '' ? content : null
}

export interface OpenAiTranslators {
  event: Translate<ServerSentEvent>
  document: Translate<unknown>
}

/**
 * Answers of `/v1/chat/completions` and `/v1/completions`, streamed or whole. A stream succeeds only with both a
 * `finish_reason` and `[DONE]`: OpenAI, vLLM, SGLang, llama.cpp and LM Studio send both, and a proxy that lost its server
 * sends neither or one.
 * @param meter takes in how sure the model was of its text, thoughts aside
 */
export function createOpenAiTranslators(
  host: string,
  createId?: () => string,
  meter: ConfidenceMeter | null = null,
): OpenAiTranslators {
  const toolCalls = createToolCallMaker(createId)
  const parts = createToolCallAccumulator(toolCalls)
  let finish: string | null = null
  let counted: Usage | null = null

  const reported = (value: unknown): InferenceFrame => ({
    type: 'error',
    error: nodeError(readRefusal(value), host),
  })

  function end(emit: Emit): void {
    // vLLM says `abort` when it dropped the request, others `error`: neither is an answer.
    if (finish === 'abort' || finish === 'error') {
      emit({
        type: 'error',
        error: new HarombeError('NODE_ERROR', `${host} gave up in the middle of the answer.`),
      })
      return
    }
    const usage = meter === null ? null : withConfidence(counted, meter)
    if (usage !== null) emit({ type: 'usage', usage })
    // What a length limit left of a call is no call.
    for (const call of parts.complete(finish === 'length')) emit({ type: 'tool_call', call })
    emit({ type: 'done', reason: finishReason(finish, toolCalls.count()) })
  }

  function translate(value: unknown, emit: Emit): void {
    const plain = onlyText(value)
    if (plain !== null) {
      meter?.take(probabilitiesIn(value))
      emit({ type: 'text', text: plain })
      return
    }
    const parsed = answer.safeParse(value)
    if (!parsed.success) {
      throw new HarombeError('MALFORMED_RESPONSE', `${host} answers, but not in the OpenAI format.`, {
        hint: 'Check the backend of the node.',
      })
    }
    const { object, error, usage } = parsed.data
    if (object === 'error' || (error !== undefined && error !== null)) {
      emit(reported(value))
      return
    }
    for (const choice of parsed.data.choices ?? []) {
      if ((choice.index ?? 0) !== 0) continue
      const part = choice.delta ?? choice.message
      const reasoning = part?.reasoning_content ?? part?.reasoning
      if (reasoning) emit({ type: 'reasoning', text: reasoning })
      const text = part?.content ?? choice.text
      if (text) {
        if (!reasoning) meter?.take(choice.logprobs?.content)
        emit({ type: 'text', text })
      }
      for (const [position, call] of part?.tool_calls?.entries() ?? []) {
        parts.add(call.index ?? (choice.message ? position : null), call.id, call.function)
      }
      if (choice.finish_reason) finish = choice.finish_reason
    }
    const told = usage ? usageOf(usage.prompt_tokens, usage.completion_tokens) : null
    if (told !== null) emit({ type: 'usage', usage: told })
    counted = told ?? counted
  }

  return {
    event({ type, data }, emit) {
      if (type === 'error') {
        emit(reported(errorData(data)))
      } else if (type === 'message') {
        if (data.trim() !== '[DONE]') translate(parseJson(data), emit)
        else if (finish === null) throw cutOff(host)
        else end(emit)
      }
    },
    document(value, emit) {
      translate(value, emit)
      // The body itself says where it ends; some servers leave the reason out.
      finish ??= 'stop'
      end(emit)
    },
  }
}

function cutOff(host: string): HarombeError {
  return new HarombeError('STREAM_CUT_OFF', `${host} stopped before the answer was complete.`)
}

/** The payload of an error event: an error object, the content of one, or plain words. */
export function errorData(data: string): unknown {
  try {
    return parseJson(data)
  } catch {
    return { message: data }
  }
}
