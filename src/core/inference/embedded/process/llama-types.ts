/**
 * The parts of node-llama-cpp 3.22 that are used, as they stand in its own type declarations. It is not a dependency of
 * this project: it is imported at run time from wherever it was installed.
 */

export type LlamaToken = number

export interface LlamaText {
  tokenize(tokenizer: LlamaModel['tokenizer']): LlamaToken[]
}

export interface ChatSegment {
  type: 'segment'
  segmentType: 'thought'
  text: string
  ended: boolean
}

export interface ChatCall {
  type: 'functionCall'
  name: string
  params: unknown
  result: unknown
  startsNewChunk?: boolean
}

export interface ModelTurn {
  type: 'model'
  response: (string | ChatCall | ChatSegment)[]
}

export type ChatTurn = { type: 'system'; text: string } | { type: 'user'; text: string } | ModelTurn

/** The subset of JSON Schema the package makes grammars of. */
export type ToolSchema = Record<string, unknown>
export type ChatFunctions = Record<string, { description?: string; params?: ToolSchema }>

export interface ContextState {
  contextText: LlamaText
  stopGenerationTriggers: LlamaText[]
  ignoreStartText?: LlamaText[]
  functionCall?: { initiallyEngaged: boolean; disengageInitiallyEngaged: LlamaText[] }
}

export interface ChatWrapper {
  readonly wrapperName: string
  readonly settings: { segments?: { thought?: unknown } }
  generateContextState(options: {
    chatHistory: readonly ChatTurn[]
    availableFunctions?: ChatFunctions
  }): ContextState
}

export interface LlamaGrammar {
  readonly grammar: string
}

export interface LlamaSequence {
  readonly nextTokenIndex: number
  readonly tokenMeter: { readonly usedOutputTokens: number }
  clearHistory(): Promise<void>
  adaptStateToTokens(tokens: LlamaToken[], allowShift?: boolean): Promise<void>
  evaluateWithoutGeneratingNewTokens(tokens: LlamaToken[]): Promise<void>
}

export interface MemoryUse {
  ram: number
  vram: number
}

export interface LlamaContext {
  readonly contextSize: number
  readonly batchSize: number
  readonly memoryUsage: MemoryUse
  getSequence(): LlamaSequence
  dispose(): Promise<void>
}

export interface LlamaEmbeddingContext {
  calculateInputLength(input: string): number
  getEmbeddingFor(input: string): Promise<{ vector: readonly number[] }>
  dispose(): Promise<void>
}

interface ContextOptions {
  contextSize: number
  batchSize?: number
  threads: number
  createSignal?: AbortSignal
}

export interface LlamaModel {
  readonly tokenizer: { tokenize(text: string): LlamaToken[] }
  readonly trainContextSize: number
  readonly memoryUsage: MemoryUse
  readonly tokens: {
    readonly bos: LlamaToken | null
    readonly shouldPrependBosToken: boolean
    readonly infill: { readonly prefix: LlamaToken | null; readonly suffix: LlamaToken | null }
  }
  tokenize(text: string, specialTokens?: boolean): LlamaToken[]
  createContext(options: ContextOptions): Promise<LlamaContext>
  createEmbeddingContext(options: ContextOptions): Promise<LlamaEmbeddingContext>
  dispose(): Promise<void>
}

export interface Llama {
  readonly gpu: 'metal' | 'cuda' | 'vulkan' | false
  loadModel(options: {
    modelPath: string
    loadSignal?: AbortSignal
    gpuLayers?: { fitContext: { contextSize: number; embeddingContext?: boolean } }
  }): Promise<LlamaModel>
  createGrammar(options: { grammar: string }): Promise<LlamaGrammar>
}

interface GenerationOptions {
  signal: AbortSignal
  maxTokens: number
  temperature: number
  topP: number
  topK: number
  minP: number
  seed?: number
  repeatPenalty: false | { penalty: number; presencePenalty: number; frequencyPenalty: number }
  customStopTriggers?: readonly string[]
}

interface Generated {
  metadata: {
    stopReason:
      | 'eogToken'
      | 'stopGenerationTrigger'
      | 'customStopTrigger'
      | 'functionCalls'
      | 'maxTokens'
      | 'abort'
  }
}

export interface ChatOptions extends GenerationOptions {
  onResponseChunk(chunk: { segmentType: 'thought' | 'comment' | undefined; text: string }): void
  grammar?: LlamaGrammar
  functions?: ChatFunctions
  maxParallelFunctionCalls?: number
  onFunctionCall?(call: { functionName: string; params: unknown }): void
  budgets?: { thoughtTokens: number }
  contextShift: { strategy(options: { chatHistory: readonly ChatTurn[] }): { chatHistory: ChatTurn[] } }
}

export interface LlamaChat {
  generateResponse(history: ChatTurn[], options: ChatOptions): Promise<Generated>
  dispose(): void
}

export interface CompletionOptions extends GenerationOptions {
  onTextChunk(text: string): void
  contextShiftSize: number
  disableContextShift: boolean
}

export interface LlamaCompletion {
  generateCompletionWithMeta(input: LlamaToken[], options: CompletionOptions): Promise<Generated>
  generateInfillCompletionWithMeta(
    prefix: LlamaToken[],
    suffix: LlamaToken[],
    options: CompletionOptions,
  ): Promise<Generated>
  dispose(): void
}

type ErrorClass = abstract new (...values: never[]) => Error

export interface LlamaModule {
  getLlama(options: {
    gpu: 'auto' | 'metal' | 'cuda' | 'vulkan' | false
    build: 'never'
    skipDownload: true
    progressLogs: false
    maxThreads: number
    logLevel: string
    logger(level: string, message: string): void
  }): Promise<Llama>
  readGgufFileInfo(
    path: string,
    options: { sourceType: 'filesystem'; ignoreKeys: string[]; logWarnings: boolean; signal: AbortSignal },
  ): Promise<{
    metadata: Record<string, unknown>
    fullTensorInfo?: readonly { dimensions: readonly (number | bigint)[] }[]
  }>
  resolveChatWrapper(model: LlamaModel): ChatWrapper
  readonly GgufFileType: Record<string, string | number>
  readonly LlamaChat: new (options: { contextSequence: LlamaSequence; chatWrapper: ChatWrapper }) => LlamaChat
  readonly LlamaCompletion: new (options: { contextSequence: LlamaSequence }) => LlamaCompletion
  readonly NoBinaryFoundError: ErrorClass
  readonly InsufficientMemoryError: ErrorClass
  readonly LlamaJsonSchemaValidationError: ErrorClass
}
