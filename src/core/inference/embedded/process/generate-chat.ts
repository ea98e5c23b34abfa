import { HarombeError } from '../../../../shared/errors'
import { anyObjectGrammar, grammarOfSchema } from '../grammar/json-grammar'
import type { ChatTask } from '../messages'
import { toHistory, withThoughtClosed } from './chat-history'
import { evaluate } from './evaluate'
import type { Finished, Generation } from './generation'
import type { ChatFunctions, ChatTurn, ChatWrapper, Llama, LlamaToken, ModelTurn } from './llama-types'
import type { LoadedChat } from './loaded-models'
import { assertFits, roomFor, samplingOf } from './sampling'
import { argumentsOf, callingWrapper, functionsOf } from './tools'

/** Tokens a model may think, by effort. `high` is without a limit. */
const thoughtBudgets = { low: 1024, medium: 8192 } as const

interface Prepared {
  wrapper: ChatWrapper
  history: ChatTurn[]
  prompt: LlamaToken[]
  /** The form the text must have; null for none. */
  grammar: string | null
  /** Null when no tool may be called. */
  functions: ChatFunctions | null
}

const withAnswer = (turns: readonly ChatTurn[]): ChatTurn[] => {
  const begun: ModelTurn = { type: 'model', response: [] }
  return turns.at(-1)?.type === 'model' ? [...turns] : [...turns, begun]
}

/** Everything that can be wrong with a request shows here, before anything is computed. @throws HarombeError */
function prepare(task: ChatTask, { model, context, wrapper }: LoadedChat): Prepared {
  const { format, reasoning, tools = [], toolChoice = 'auto' } = task
  const functions = tools.length === 0 ? null : functionsOf(tools, toolChoice)
  const isForced = functions !== null && toolChoice !== 'auto'
  if (format !== undefined && functions !== null && !isForced) {
    const message = 'The embedded engine cannot offer tools and keep to a format at once.'
    throw new HarombeError('NODE_REFUSED', message, { hint: 'Ask for one of the two.' })
  }
  const isFree = format === undefined || functions !== null
  const grammar = isFree ? null : format.type === 'json' ? anyObjectGrammar : grammarOfSchema(format.schema)

  const thinks = wrapper.settings.segments?.thought !== undefined
  const isSilent = reasoning === 'off' || grammar !== null || isForced
  const asked = toHistory(task.messages)
  const history = thinks && isSilent ? withThoughtClosed(asked) : asked

  const used = isForced ? callingWrapper(wrapper) : wrapper
  const offered = functions === null ? {} : { availableFunctions: functions }
  const state = used.generateContextState({ chatHistory: withAnswer(history), ...offered })
  const prompt = state.contextText.tokenize(model.tokenizer)
  assertFits(prompt.length, context.contextSize)
  return { wrapper: used, history, prompt, grammar, functions }
}

async function createGrammar(llama: Llama, grammar: string) {
  try {
    return await llama.createGrammar({ grammar })
  } catch (cause) {
    throw new HarombeError('BAD_REQUEST', 'The JSON Schema is more than the engine can keep to.', { cause })
  }
}

/** Answers a conversation. Tools are handed over as calls and never run. @throws HarombeError, and what the package throws */
export async function generateChat(
  task: ChatTask,
  { module, llama, loaded, emit, signal }: Generation,
): Promise<Finished> {
  const { context, sequence } = loaded
  const { reasoning, seed, tools = [], toolChoice } = task
  const { wrapper, history, prompt, grammar, functions } = prepare(task, loaded)
  const form = grammar === null ? {} : { grammar: await createGrammar(llama, grammar) }
  await evaluate(sequence, prompt, { fresh: seed !== undefined, batch: context.batchSize }, signal)

  /** Fires when there is no room left for another token. */
  const full = new AbortController()
  const writtenBefore = sequence.tokenMeter.usedOutputTokens
  let calls = 0
  const finished = (reason: Finished['reason']): Finished => ({
    type: 'finished',
    reason,
    promptTokens: prompt.length,
    completionTokens: sequence.tokenMeter.usedOutputTokens - writtenBefore,
  })
  const calling =
    functions === null
      ? {}
      : {
          functions,
          ...(typeof toolChoice === 'object' ? { maxParallelFunctionCalls: 1 } : {}),
          onFunctionCall({ functionName: name, params }: { functionName: string; params: unknown }) {
            calls += 1
            const tool = tools.find(known => known.name === name)
            emit({ type: 'call', name, arguments: argumentsOf(params, tool) })
          },
        }
  const isLimited = reasoning === 'low' || reasoning === 'medium'
  const chat = new module.LlamaChat({ contextSequence: sequence, chatWrapper: wrapper })
  try {
    const { metadata } = await chat.generateResponse(history, {
      ...samplingOf(task),
      ...form,
      ...calling,
      ...(isLimited ? { budgets: { thoughtTokens: thoughtBudgets[reasoning] } } : {}),
      signal: AbortSignal.any([signal, full.signal]),
      maxTokens: roomFor(task.maxTokens, prompt.length, context.contextSize),
      onResponseChunk({ segmentType, text }) {
        if (text !== '') emit({ type: segmentType === undefined ? 'text' : 'reasoning', text })
      },
      contextShift: {
        strategy({ chatHistory }) {
          full.abort()
          return { chatHistory: [...chatHistory] }
        },
      },
    })
    if (metadata.stopReason === 'maxTokens') return finished('length')
    return finished(calls > 0 ? 'tool_calls' : 'stop')
  } catch (error) {
    if (full.signal.aborted && !signal.aborted) return finished('length')
    throw error
  } finally {
    chat.dispose()
  }
}
