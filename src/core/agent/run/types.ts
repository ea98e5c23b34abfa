import type {
  AgentStep,
  RunLimit,
  RunStep,
  Source,
  ToolCallRecord,
  UntrustedKind,
} from '../../../shared/entities'
import type { ExecutionEvent, ExecutionRequest } from '../../coordination/types'
import type { ChatMessage, ToolDefinition } from '../../inference/protocol'
import type { ToolRun } from '../tools/types'
import type { CallStops } from './call-stops'

/**
 * How calls are written. native: the server of the model has a place for them; textual: they stand in the text, in a form of
 * our own; none: no tools are offered.
 */
export type ToolProtocol = 'native' | 'textual' | 'none'

/** What a run may use up. */
export interface RunLimits {
  /** Thoughts that lead to calls. */
  maxSteps: number
  /** Waiting for the user is not counted. */
  maxSeconds: number
  /** Read and written by all steps together. */
  maxTokens: number
  /** What the messages of one step may come to; older results are shortened to fit. */
  contextTokens: number
  /** What models are told of tools may come to. */
  toolTokens: number
}

export interface AgentRunRequest {
  /** What every step is asked with. */
  execution: Omit<ExecutionRequest, 'messages' | 'prompt' | 'tools' | 'toolChoice' | 'keepNode' | 'step'>
  /** What there was before the run, the question last. `tools`: those the textual protocol tells of. */
  opening(protocol: ToolProtocol, tools: readonly ToolDefinition[]): readonly ChatMessage[]
  /** Tools that earlier answers of the conversation called. */
  called: readonly string[]
  run: Pick<ToolRun, 'conversationId' | 'messageId' | 'session'>
  /** What untrusted content is in the conversation, or was looked up. */
  tainted: readonly UntrustedKind[]
  /** What was looked up; the run goes on counting. */
  sources: readonly Source[]
  limits: RunLimits
  stops: CallStops
  /**
   * Keeps the steps so far. Resolves once they are on the disk: nothing with an effect runs before that, and nothing runs when
   * it rejects.
   */
  record(steps: readonly RunStep[]): Promise<void>
}

/** One run, while it goes on. */
export interface Work {
  request: AgentRunRequest
  signal: AbortSignal
  steps: RunStep[]
  keepNode: string | undefined
  /** The thought that is asked for now has said something. */
  isSpeaking: boolean
  /** The nodes turned out not to know tools, whatever is known of them. */
  isTextual: boolean
  /** How the last thought whose place was known was asked for; null: none was. */
  lastProtocol: ToolProtocol | null
}

/** What came of a run beside its last thought, which is the answer. */
export interface RunOutcome {
  /** Thoughts that led to calls. */
  steps: RunStep[]
  /** The budget that ended it. */
  limit: RunLimit | null
  sources: Source[]
}

/**
 * The life of one run. A `tool_call` is one that nobody could have made: it is not run. Text, reasoning, stages, routes and failovers belong to the step that was begun last. A `step` of the
 * same index again: that step is asked once more, and what it said is void. Exactly one `finished` or `failed` ends it, with the
 * figures of the last thought.
 */
export type RunEvent =
  | Exclude<ExecutionEvent, { type: 'finished' | 'failed' }>
  | { type: 'step'; index: number; purpose: AgentStep }
  | { type: 'toolCall'; call: ToolCallRecord }
  | { type: 'toolOutput'; callId: string; text: string }
  | { type: 'sources'; sources: Source[] }
  | (Extract<ExecutionEvent, { type: 'finished' | 'failed' }> & { outcome: RunOutcome })

/** Never throws; the last event tells. Aborting ends it with `failed` CANCELLED, its calls stopped. */
export type AgentRun = (request: AgentRunRequest, signal: AbortSignal) => AsyncGenerator<RunEvent, void>
