import { HarombeError } from '../../../../shared/errors'
import { anyObjectGrammar, grammarOfSchema } from '../grammar/json-grammar'
import { toToolSchema, withoutNulls } from '../grammar/tool-schema'
import type { ChatTask, CompleteTask, EngineReply, EngineSampling, EngineTool } from '../messages'
import { toHistory, withThoughtClosed } from './chat-history'
import { contextTooLong } from './engine-error'
import { evaluate } from './evaluate'
import type {
  ChatFunctions,
  ChatTurn,
  ChatWrapper,
  Llama,
  LlamaModule,
  LlamaToken,
  ModelTurn,
} from './llama-types'
import type { LoadedChat } from './loaded-models'

export interface Generation {
  module: LlamaModule
  llama: Llama
  loaded: LoadedChat
  emit(reply: EngineReply): void
  signal: AbortSignal
}

type Finished = Extract<EngineReply, { type: 'finished' }>

/** Tokens kept free at the end of the context: when it is full the package would forget the beginning and write on. */
const reserve = 2

/** Tokens a model may think, by effort. `high` is without a limit. */
const thoughtBudgets = { low: 1024, medium: 8192 } as const

/** The defaults are llama.cpp's own. */
function samplingOf(task: EngineSampling) {
  const { presencePenalty = 0, frequencyPenalty = 0, seed, stop } = task
  const penalizes = presencePenalty !== 0 || frequencyPenalty !== 0
  return {
    temperature: task.temperature ?? 0.8,
    topP: task.topP ?? 0.95,
    topK: task.topK ?? 40,
    minP: task.minP ?? 0.05,
    ...(seed === undefined ? {} : { seed: Math.abs(Math.trunc(seed)) % 2 ** 32 }),
    repeatPenalty: penalizes ? { penalty: 1, presencePenalty, frequencyPenalty } : (false as const),
    ...(stop === undefined || stop.length === 0 ? {} : { customStopTriggers: stop }),
  }
}

/** How much may be written, given what the context has left. */
const roomFor = (maxTokens: number | undefined, promptTokens: number, contextSize: number) =>
  Math.max(1, Math.min(maxTokens ?? Number.POSITIVE_INFINITY, contextSize - promptTokens - reserve))

function assertFits(promptTokens: number, contextSize: number): void {
  if (promptTokens + reserve >= contextSize) throw contextTooLong(promptTokens, contextSize)
}

function functionsOf(tools: readonly EngineTool[], choice: ChatTask['toolChoice']): ChatFunctions {
  const offered = typeof choice === 'object' ? tools.filter(({ name }) => name === choice.name) : tools
  if (typeof choice === 'object' && offered.length === 0) {
    throw new HarombeError('BAD_REQUEST', 'The tool that is to be called is not among those offered.')
  }
  return Object.fromEntries(
    offered.map(({ name, description, parameters }) => {
      if (!/^[^\s"]{1,256}$/.test(name)) {
        throw new HarombeError('BAD_REQUEST', 'The embedded engine takes tool names without spaces only.')
      }
      const params = toToolSchema(parameters)
      return [
        name,
        { ...(description === undefined ? {} : { description }), ...(params === null ? {} : { params }) },
      ]
    }),
  )
}

/** The same template with a tool call begun, so that nothing else can be written. */
function callingWrapper(wrapper: ChatWrapper): ChatWrapper {
  return Object.create(wrapper, {
    generateContextState: {
      value: (options: Parameters<ChatWrapper['generateContextState']>[0]) => {
        const { contextText, stopGenerationTriggers } = wrapper.generateContextState(options)
        const functionCall = { initiallyEngaged: true, disengageInitiallyEngaged: [] }
        return { contextText, stopGenerationTriggers, functionCall }
      },
    },
  })
}

function argumentsOf(params: unknown, tool: EngineTool | undefined): Record<string, unknown> {
  if (tool === undefined || typeof params !== 'object' || params === null) return {}
  const restored = withoutNulls(params, tool.parameters, tool.parameters)
  return { ...(restored as Record<string, unknown>) }
}

const withAnswer = (turns: readonly ChatTurn[]): ChatTurn[] => {
  const begun: ModelTurn = { type: 'model', response: [] }
  return turns.at(-1)?.type === 'model' ? [...turns] : [...turns, begun]
}

/** Answers a conversation. Tools are handed over as calls and never run. @throws HarombeError, and what the package throws */
export async function generateChat(task: ChatTask, generation: Generation): Promise<Finished> {
  const { module, llama, loaded, emit } = generation
  const { model, context, sequence } = loaded
  const tools = task.tools ?? []
  const functions = tools.length === 0 ? null : functionsOf(tools, task.toolChoice)
  const forced = functions !== null && task.toolChoice !== undefined && task.toolChoice !== 'auto'
  const wrapper = forced ? callingWrapper(loaded.wrapper) : loaded.wrapper
  const { format, reasoning } = task
  if (format !== undefined && functions !== null && !forced) {
    throw new HarombeError(
      'NODE_REFUSED',
      'The embedded engine cannot offer tools and keep to a format at once.',
      { hint: 'Ask for one of the two.' },
    )
  }
  const grammarText =
    format === undefined || functions !== null
      ? null
      : format.type === 'json'
        ? anyObjectGrammar
        : grammarOfSchema(format.schema)

  const thinks = loaded.wrapper.settings.segments?.thought !== undefined
  const silent = reasoning === 'off' || grammarText !== null || forced
  const asked = toHistory(task.messages)
  const history = thinks && silent ? withThoughtClosed(asked) : asked

  const available = functions === null ? {} : { availableFunctions: functions }
  const { contextText } = wrapper.generateContextState({ chatHistory: withAnswer(history), ...available })
  const prompt = contextText.tokenize(model.tokenizer)
  assertFits(prompt.length, context.contextSize)
  const grammar = grammarText === null ? null : await createGrammar(llama, grammarText)
  await evaluate(
    sequence,
    prompt,
    { fresh: task.seed !== undefined, batch: context.batchSize },
    generation.signal,
  )

  const full = new AbortController()
  const writtenBefore = sequence.tokenMeter.usedOutputTokens
  const used = () => sequence.tokenMeter.usedOutputTokens - writtenBefore
  let calls = 0
  const finished = (reason: Finished['reason']): Finished => ({
    type: 'finished',
    reason,
    promptTokens: prompt.length,
    completionTokens: used(),
  })
  const chat = new module.LlamaChat({ contextSequence: sequence, chatWrapper: wrapper })
  try {
    const { metadata } = await chat.generateResponse(history, {
      ...samplingOf(task),
      signal: AbortSignal.any([generation.signal, full.signal]),
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
      ...(reasoning === 'low' || reasoning === 'medium'
        ? { budgets: { thoughtTokens: thoughtBudgets[reasoning] } }
        : {}),
      ...(grammar === null ? {} : { grammar }),
      ...(functions === null
        ? {}
        : {
            functions,
            ...(typeof task.toolChoice === 'object' ? { maxParallelFunctionCalls: 1 } : {}),
            onFunctionCall({ functionName, params }) {
              calls += 1
              const tool = tools.find(({ name }) => name === functionName)
              emit({ type: 'call', name: functionName, arguments: argumentsOf(params, tool) })
            },
          }),
    })
    if (metadata.stopReason === 'maxTokens') return finished('length')
    return finished(calls > 0 ? 'tool_calls' : 'stop')
  } catch (error) {
    if (full.signal.aborted && !generation.signal.aborted) return finished('length')
    throw error
  } finally {
    chat.dispose()
  }
}

async function createGrammar(llama: Llama, grammar: string) {
  try {
    return await llama.createGrammar({ grammar })
  } catch (cause) {
    throw new HarombeError('BAD_REQUEST', 'The JSON Schema is more than the engine can keep to.', { cause })
  }
}

/** Goes on with a text, or fills a gap in one. @throws HarombeError, and what the package throws */
export async function generateText(task: CompleteTask, generation: Generation): Promise<Finished> {
  const { module, loaded, emit, signal } = generation
  const { model, context, sequence } = loaded
  const { infill, bos, shouldPrependBosToken } = model.tokens
  if (task.suffix !== undefined && (infill.prefix === null || infill.suffix === null)) {
    throw new HarombeError('NODE_REFUSED', 'This model cannot fill a gap in a text.', {
      hint: 'Use a model made for code, which knows a text before and one after the gap.',
    })
  }
  const text = model.tokenize(task.text, true)
  const suffix = task.suffix === undefined ? null : model.tokenize(task.suffix, true)
  const start: LlamaToken[] = shouldPrependBosToken && bos !== null ? [bos] : []
  const promptTokens =
    (text[0] === bos ? 0 : start.length) + text.length + (suffix === null ? 0 : suffix.length + 3)
  if (promptTokens === 0) throw new HarombeError('BAD_REQUEST', 'There is no text to go on with.')
  assertFits(promptTokens, context.contextSize)
  const input = text[0] === bos ? text.slice(start.length) : text
  if (suffix === null) {
    await evaluate(
      sequence,
      [...start, ...input],
      { fresh: task.seed !== undefined, batch: context.batchSize },
      signal,
    )
  }

  const writtenBefore = sequence.tokenMeter.usedOutputTokens
  const completion = new module.LlamaCompletion({ contextSequence: sequence })
  const options = {
    ...samplingOf(task),
    signal,
    maxTokens: roomFor(task.maxTokens, promptTokens, context.contextSize),
    onTextChunk(chunk: string) {
      if (chunk !== '') emit({ type: 'text', text: chunk })
    },
    contextShiftSize: 1,
    disableContextShift: true,
  }
  try {
    const { metadata } =
      suffix === null
        ? await completion.generateCompletionWithMeta(input, options)
        : await completion.generateInfillCompletionWithMeta(input, suffix, options)
    return {
      type: 'finished',
      reason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
      promptTokens,
      completionTokens: sequence.tokenMeter.usedOutputTokens - writtenBefore,
    }
  } finally {
    completion.dispose()
  }
}
