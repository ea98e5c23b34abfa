import type { Source, ToolCallRecord, ToolRisk, ToolView, UntrustedKind } from '../../../shared/entities'
import type { RouteTarget } from '../../coordination/types'

/** On whose behalf a call is made. */
export interface ToolRun {
  /** Null for an exchange that is not kept. */
  conversationId: string | null
  messageId: string | null
  /** Everything remembered approvals are bound to beside the call: the conversation, or the exchange. */
  session: string
  /** Where the user wants answers to come from; tools that ask the cluster go by it. */
  target: RouteTarget
  /** What untrusted content is in the context already; empty: none. */
  tainted: readonly UntrustedKind[]
}

export interface ToolContext {
  run: ToolRun
  /** Absolute, real path of the workspace. */
  workspace: string
  signal: AbortSignal
  /** What it prints while it runs, for whoever watches. */
  onOutput(text: string): void
}

export interface ToolResult {
  /** Told to the model. The runner cuts it to what a model may be told. */
  text: string
  /** The tool did not do what it was asked to; the model is told so. */
  isError?: boolean | undefined
  exitCode?: number | undefined
  /** The text is, or holds, what others wrote. */
  untrusted?: UntrustedKind | undefined
  /** To be cited; the run numbers them. */
  sources?: readonly Omit<Source, 'number'>[] | undefined
}

/**
 * What one call would do, found out without doing it. It is made a second time right before the call runs: when `binding`
 * differs by then, what was approved is not what would run, and it is asked for again.
 */
export interface CallPlan {
  risk: ToolRisk
  /** It must be asked for. Rules that always ask are in the risk; this adds to them (a file outside the workspace). */
  asks: boolean
  /** Why it is asked for, in whole sentences; may be empty. */
  reasons: readonly string[]
  /** One line for the row. */
  summary: string
  /** In a few words, for the question: "Run a command". */
  title: string
  /** The exact text that is approved: the command, the whole new content of a file, the address. */
  exact: string
  cwd: string | null
  /** Everything the approval is bound to; plain JSON. Files carry the SHA-256 of what is there now, null for nothing. */
  binding: Readonly<Record<string, unknown>>
  /** The same call may be allowed for 24 hours: exact arguments, never a pattern. */
  canRemember: boolean
  run(context: ToolContext): Promise<ToolResult>
}

/** One tool, wherever it comes from. */
export interface Tool {
  readonly name: string
  readonly title: string
  /** For the model. */
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly parameters: Record<string, unknown>
  /** What calls of it may do at worst. */
  readonly risk: ToolRisk
  /** Null: built in; else the MCP server. */
  readonly server: string | null
  /** Why it cannot be offered now, in a sentence; null when it can. */
  unavailable(): string | null
  /**
   * Checks the arguments and finds out what the call would do. Looks at the disk at most, changes nothing, asks no network.
   * @throws HarombeError BAD_REQUEST for arguments the model should correct, FORBIDDEN for what no approval lifts
   */
  plan(
    argumentsOf: Readonly<Record<string, unknown>>,
    context: Pick<ToolContext, 'run' | 'workspace'>,
  ): Promise<CallPlan>
}

/** All tools there are. */
export interface ToolRegistry {
  /** Those that can be offered to a model now, in the order of names. */
  offered(): readonly Tool[]
  find(name: string): Tool | undefined
  view(): ToolView[]
}

/** Carries one call out: plan, approval, plan again, limits, audit. */
export interface ToolRunner {
  /**
   * Never throws: what went wrong is the record's state and what the model is told. `onChange` is called with every state, the last
   * one included; `onOutput` while it runs. Resolves once it has ended. `begun` is awaited right before anything with an effect runs,
   * so that it is on disk that it may have run. @param call as the model made it, its id given by harombe
   */
  run(
    call: { id: string; tool: string; arguments: Record<string, unknown> },
    run: ToolRun,
    hooks: {
      signal: AbortSignal
      onChange(record: ToolCallRecord): void
      onOutput(text: string): void
      begun(record: ToolCallRecord): Promise<void>
    },
  ): Promise<{ record: ToolCallRecord; sources: readonly Omit<Source, 'number'>[] }>
}
