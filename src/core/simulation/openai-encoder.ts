import { dataEvent, eventStream } from './event-stream'
import { logprobOf } from './logprobs'
import type { StreamWish } from './openai-protocol'
import { type AnswerPart, textOf } from './plan-answer'
import { refusals } from './refusals'
import { lmStudioEvent } from './refusals/lm-studio'
import type { AnswerEncoder, Spoken } from './speak'
import type { SimulatedBehaviour, SimulatedFlavour } from './types'

function usage(spoken: Spoken): Record<string, number> {
  return {
    prompt_tokens: spoken.promptTokens,
    completion_tokens: spoken.completionTokens,
    total_tokens: spoken.promptTokens + spoken.completionTokens,
  }
}

const reasoningField = (flavour: SimulatedFlavour): string =>
  flavour === 'vllm' || flavour === 'localai' ? 'reasoning' : 'reasoning_content'

interface WrittenCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** @param serial makes the ids of two answers of one server differ */
export function createOpenAiEncoder(
  form: 'chat' | 'text',
  model: string,
  wish: StreamWish,
  flavour: SimulatedFlavour,
  serial: number,
  logprobs: SimulatedBehaviour['logprobs'] = 'none',
): AnswerEncoder {
  const isChat = form === 'chat'
  const id = `${isChat ? 'chatcmpl' : 'cmpl'}-simulated-${serial}`
  const object = isChat ? 'chat.completion' : 'text_completion'
  const created = Math.floor(Date.now() / 1000)
  const field = reasoningField(flavour)
  const chunk = (choices: unknown[], extra: Record<string, unknown> = {}): string =>
    dataEvent({ id, object: isChat ? `${object}.chunk` : object, created, model, choices, ...extra })
  const delta = (value: unknown, reason: string | null = null, extra: Record<string, unknown> = {}): string =>
    chunk([{ index: 0, delta: value, ...extra, finish_reason: reason }])
  /** Nothing unless it was asked for. */
  const probabilities = (texts: readonly string[]): Record<string, unknown> => {
    if (wish.logprobs !== true) return {}
    const content = texts.map(text => logprobOf(text, logprobs)).filter(told => told !== null)
    return content.length === 0 ? {} : { logprobs: { content } }
  }
  const callId = (index: number): string => `call_simulated_${serial}_${index}`

  const written = (parts: readonly AnswerPart[]): WrittenCall[] => {
    const calls: WrittenCall[] = []
    for (const part of parts) {
      if (part.type === 'toolName') {
        calls.push({
          id: callId(part.index),
          type: 'function',
          function: { name: part.name, arguments: '' },
        })
      }
      const last = calls.at(-1)
      if (part.type === 'toolArguments' && last !== undefined) last.function.arguments += part.text
    }
    return calls
  }

  return {
    ...eventStream,
    begin: () => (isChat ? delta({ role: 'assistant', content: '' }) : ''),
    part(part) {
      switch (part.type) {
        case 'text':
          return isChat
            ? delta({ content: part.text }, null, probabilities([part.text]))
            : chunk([{ index: 0, text: part.text, finish_reason: null }])
        case 'reasoning':
          return delta({ [field]: part.text })
        case 'toolName': {
          const begun = { name: part.name, arguments: '' }
          const call = { index: part.index, id: callId(part.index), type: 'function', function: begun }
          return delta({ tool_calls: [call] })
        }
        case 'toolArguments':
          return delta({ tool_calls: [{ index: part.index, function: { arguments: part.text } }] })
      }
    },
    finish(spoken) {
      const counted = wish.stream_options?.include_usage === true ? chunk([], { usage: usage(spoken) }) : ''
      const end = isChat
        ? delta({}, spoken.reason)
        : chunk([{ index: 0, text: '', finish_reason: spoken.reason }])
      return `${end}${counted}data: [DONE]\n\n`
    },
    failure(message) {
      if (flavour === 'lmstudio') return lmStudioEvent(message)
      // These two say that all is done after saying that it failed.
      const done = flavour === 'vllm' || flavour === 'sglang' ? 'data: [DONE]\n\n' : ''
      return dataEvent(refusals[flavour].error(500, message).body) + done
    },
    whole(parts, spoken) {
      const text = textOf(parts, 'text')
      const thought = textOf(parts, 'reasoning')
      const calls = written(parts)
      const message = {
        role: 'assistant',
        content: calls.length === 0 ? text : null,
        ...(thought === '' ? {} : { [field]: thought }),
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      }
      const pieces = parts.flatMap(part => (part.type === 'text' ? [part.text] : []))
      const said = isChat ? { message, ...probabilities(pieces) } : { text, logprobs: null }
      return {
        id,
        object,
        created,
        model,
        choices: [{ index: 0, ...said, finish_reason: spoken.reason }],
        usage: usage(spoken),
      }
    },
    error: refusals[flavour].error,
  }
}
