import { type BackendKind, type ModelCapabilities, unknownCapabilities } from '../../../shared/entities'
import type { HarombeError } from '../../../shared/errors'
import type { InferenceRequest } from '../protocol'
import { type ConfidenceHabit, createConfidenceHabit } from '../token-confidence'

/** The backends that speak the OpenAI API. */
export type OpenAiKind = 'openai' | 'vllm' | 'sglang' | 'llamacpp'

/** Servers that have no kind of their own and are known by what they answer. */
export type Product = 'lmstudio' | 'localai'

/** What a server may refuse although it is part of the API; it is left out from then on. */
type Habit =
  | 'no-stream-options'
  | 'no-strict-schema'
  | 'no-json-object'
  | 'no-named-tool'
  | 'max-completion-tokens'

const kinds: Readonly<Record<OpenAiKind, Readonly<ModelCapabilities>>> = {
  // Any server: only what none of them offers is known. Without a way to say it, a begun answer is taken for a finished one.
  openai: { ...unknownCapabilities, prefill: 'no' },
  vllm: { ...unknownCapabilities, json: 'yes', completion: 'yes', prefill: 'yes' },
  sglang: { ...unknownCapabilities, json: 'yes', completion: 'yes', prefill: 'yes' },
  llamacpp: { ...unknownCapabilities, json: 'yes', completion: 'yes', prefill: 'yes' },
}

/** LM Studio keeps every model to a schema by a grammar. */
const lmStudio: Readonly<ModelCapabilities> = { ...kinds.openai, json: 'yes' }

/** What is known of one server: what it was listed as, what it says of itself, what it has refused. */
export interface OpenAiServer {
  /** As it was listed, until it signs its models as another. */
  kind: OpenAiKind
  product: Product | null
  /** Whose way of loading models on demand it has: llama.cpp's, started without a model, or LM Studio's. */
  loader: 'router' | 'lmstudio' | null
  readonly supports: Readonly<ModelCapabilities>
  has(habit: Habit): boolean
  readonly confidence: ConfidenceHabit
  /** The model was told how much to think and its server did not want to hear it. */
  ignoresReasoning(model: string): boolean
  /** The request's limit did not fit into the window beside the prompt: what is left of the window is less. */
  fillsWindow(request: InferenceRequest): boolean
  /** Learns from a refusal. True when the question comes out differently now. */
  learn(refusal: HarombeError, request: InferenceRequest): boolean
}

interface Lesson {
  habit: Habit
  says: RegExp
  /** Whether what was refused was in the question at all. */
  concerns(request: InferenceRequest): boolean
}

const lessons: readonly Lesson[] = [
  { habit: 'no-stream-options', says: /stream_options/i, concerns: () => true },
  {
    habit: 'max-completion-tokens',
    says: /max_completion_tokens/i,
    concerns: ({ maxTokens }) => maxTokens !== undefined,
  },
  {
    // LM Studio: "'response_format.type' must be 'json_schema' or 'text'".
    habit: 'no-json-object',
    says: /response_format/i,
    concerns: ({ format }) => format?.type === 'json',
  },
  {
    // OpenAI takes in strict mode only schemas that forbid further properties.
    habit: 'no-strict-schema',
    says: /\bstrict\b|additionalProperties|invalid schema/i,
    concerns: ({ format }) => format?.type === 'schema',
  },
  {
    // LM Studio: "Invalid tool_choice type: 'object'. Supported string values: none, auto, required".
    habit: 'no-named-tool',
    says: /tool_choice/i,
    concerns: ({ toolChoice }) => typeof toolChoice === 'object',
  },
]

/**
 * vLLM and OpenAI refuse a limit that would not fit even if the answer were short, and programs send large ones as a matter
 * of course. Left out, it is whatever the prompt leaves of the window. Not so for TGI, which then writes a hundred tokens.
 */
const saysLimit = /max_(completion_)?tokens\S* is too large|output tokens|in the completion/i

const saysReasoning = /reasoning_effort|chat_template|enable_thinking|thinking/i

export function createOpenAiServer(listed: OpenAiKind): OpenAiServer {
  const habits = new Set<Habit>()
  const deaf = new Set<string>()
  const filling = new WeakSet<InferenceRequest>()
  const confidence = createConfidenceHabit()
  const server: OpenAiServer = {
    kind: listed,
    product: null,
    loader: null,
    get supports() {
      return server.product === 'lmstudio' ? lmStudio : kinds[server.kind]
    },
    confidence,
    has: habit => habits.has(habit),
    ignoresReasoning: model => deaf.has(model),
    fillsWindow: request => filling.has(request),
    learn(refusal, request) {
      const { code, message } = refusal
      const isLimit = code === 'CONTEXT_TOO_LONG' || code === 'NODE_REFUSED'
      if (isLimit && request.maxTokens !== undefined && saysLimit.test(message) && !filling.has(request)) {
        filling.add(request)
        return true
      }
      if (code !== 'NODE_REFUSED') return false
      const lesson = lessons.find(
        ({ habit, says, concerns }) => !habits.has(habit) && says.test(message) && concerns(request),
      )
      if (lesson !== undefined) {
        habits.add(lesson.habit)
        return true
      }
      const isDeaf =
        request.reasoning !== undefined && !deaf.has(request.model) && saysReasoning.test(message)
      if (isDeaf) deaf.add(request.model)
      return isDeaf || confidence.learn(refusal, request)
    },
  }
  return server
}

/** vLLM, SGLang and llama.cpp sign their models; so does a harombe, which may be listed as any of them. */
export function kindOfOwner(owner: unknown): Exclude<BackendKind, 'ollama' | 'openai' | 'embedded'> | null {
  const isKnown = owner === 'vllm' || owner === 'sglang' || owner === 'llamacpp' || owner === 'harombe'
  return isKnown ? owner : null
}
