import { z } from 'zod'
import { identifier, timestamp } from './common'
import { agentStep, answeredBy, answerMetrics, failover, routeDecision } from './route'

/**
 * What a tool call may do at worst. none: it computes or asks the cluster itself; read: it looks at files of the workspace;
 * everything else is asked for every time.
 */
export const toolRisk = z.enum(['none', 'read', 'write', 'delete', 'shell', 'network', 'mcp'])
export type ToolRisk = z.infer<typeof toolRisk>

/** Where content comes from that may try to give the model orders. */
export const untrustedKind = z.enum(['web', 'file', 'mcp', 'peer', 'memory', 'attachment'])
export type UntrustedKind = z.infer<typeof untrustedKind>

/** Bytes as they are, with control, bidi and zero-width characters made visible; long ones as head and tail. */
export const shownText = z.object({
  text: z.string(),
  /** Of the whole, UTF-8. */
  bytes: z.number().int().nonnegative(),
  /** The middle is left out of `text`, which says so. */
  isCut: z.boolean(),
})
export type ShownText = z.infer<typeof shownText>

/** A tool call that waits for a person. */
export const approvalRequest = z.object({
  id: identifier,
  /** Binds the decision to what is shown: SHA-256, hex. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  callId: identifier,
  /** The answer it belongs to; null for an exchange that is not kept. */
  messageId: identifier.nullable(),
  conversationId: identifier.nullable(),
  tool: z.string(),
  risk: toolRisk,
  /** What it is, in a few words: "Run a command". */
  title: z.string(),
  exact: shownText,
  /** The folder it runs in; null where none matters. */
  cwd: z.string().nullable(),
  /** Why it is asked for, in whole sentences. */
  reasons: z.array(z.string()),
  /** The same call, exactly, may be allowed for 24 hours. */
  canRemember: z.boolean(),
  /** Milliseconds it can still be decided, when this was sent. */
  remainingMs: z.number().nonnegative(),
})
export type ApprovalRequest = z.infer<typeof approvalRequest>

/**
 * waiting: for a person; running; done; failed: the tool says so; denied: by a person, or nobody was there; refused: by a rule
 * that no approval lifts; cancelled: stopped; unknown: the process ended while it ran, so it may have had its effect.
 */
export const toolCallState = z.enum([
  'waiting',
  'running',
  'done',
  'failed',
  'denied',
  'refused',
  'cancelled',
  'unknown',
])
export type ToolCallState = z.infer<typeof toolCallState>

/** How it came to be run or not. nobody: nobody was there to be asked. */
export const toolDecision = z.enum([
  'not_needed',
  'approved',
  'remembered',
  'denied',
  'expired',
  'nobody',
  'refused',
])
export type ToolDecision = z.infer<typeof toolDecision>

/** One call of a tool, as it is shown and kept. It never runs a second time. */
export const toolCallRecord = z.object({
  /** Given by harombe: a model's own ids repeat. */
  id: identifier,
  tool: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  /** One line for the row: the command, the file, the words searched for. */
  summary: z.string(),
  risk: toolRisk,
  state: toolCallState,
  decision: toolDecision.optional(),
  /** While it waits. */
  approval: approvalRequest.optional(),
  /** What the model was told; cut to what it may be told. */
  result: z.string().optional(),
  /** The result is, or holds, what others wrote. */
  untrusted: untrustedKind.optional(),
  exitCode: z.number().int().optional(),
  startedAt: timestamp.optional(),
  durationMs: z.number().nonnegative().optional(),
})
export type ToolCallRecord = z.infer<typeof toolCallRecord>

/** One thought of the model and the calls it led to. The thought that is the answer is the message itself. */
export const runStep = z.object({
  purpose: agentStep,
  text: z.string(),
  reasoning: z.string().optional(),
  answeredBy: answeredBy.optional(),
  route: routeDecision.optional(),
  metrics: answerMetrics.optional(),
  failovers: z.array(failover).optional(),
  calls: z.array(toolCallRecord),
})
export type RunStep = z.infer<typeof runStep>

/** Which budget ended a run: the answer was then made of what there was. */
export const runLimit = z.enum(['steps', 'time', 'tokens'])
export type RunLimit = z.infer<typeof runLimit>

/** What an answer was made of beside the conversation, by the number it is cited with. */
export const source = z.object({
  number: z.number().int().positive(),
  kind: z.enum(['message', 'attachment', 'web', 'fact']),
  title: z.string(),
  /** "page 3", "lines 10–42". */
  locator: z.string().optional(),
  excerpt: z.string(),
  conversationId: identifier.optional(),
  messageId: identifier.optional(),
  attachmentId: identifier.optional(),
  url: z.string().optional(),
  /** Similarity, 0 to 1. */
  score: z.number().optional(),
})
export type Source = z.infer<typeof source>

/** Allowed for 24 hours, for exactly this call. */
export const rememberedApproval = z.object({
  id: identifier,
  tool: z.string(),
  exact: shownText,
  workspace: z.string(),
  createdAt: timestamp,
  expiresAt: timestamp,
})
export type RememberedApproval = z.infer<typeof rememberedApproval>

/** One line of the audit, which is only ever added to. Never holds what a tool brought. */
export const auditEntry = z.object({
  sequence: z.number().int().nonnegative(),
  at: timestamp,
  callId: identifier,
  conversationId: identifier.nullable(),
  tool: z.string(),
  risk: toolRisk,
  /** The call, shortened to one line. */
  summary: z.string(),
  digest: z.string(),
  event: z.enum(['asked', 'decided', 'started', 'ended', 'revoked', 'pinned']),
  decision: toolDecision.optional(),
  /** Allowed for 24 hours, not for this once. */
  remembered: z.boolean().optional(),
  /** Who decided: the window, the CLI, a browser; absent where nobody did. */
  by: z.string().optional(),
  state: toolCallState.optional(),
  exitCode: z.number().int().optional(),
})
export type AuditEntry = z.infer<typeof auditEntry>

/** A tool as people see it. */
export const toolView = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  risk: toolRisk,
  /** Null: built in; else the MCP server it comes from. */
  server: z.string().nullable(),
  /** Why it is not offered to models now, in a sentence; null when it is. */
  unavailable: z.string().nullable(),
})
export type ToolView = z.infer<typeof toolView>

/**
 * An MCP server of the file. approval_needed: its tools were never looked at by a person, or are not what they were then;
 * none of them is offered meanwhile.
 */
export const mcpServerView = z.object({
  name: z.string(),
  transport: z.enum(['stdio', 'http']),
  /** The command or the address. */
  target: z.string(),
  state: z.enum(['disabled', 'connecting', 'ready', 'approval_needed', 'failed']),
  problem: z.string().nullable(),
  /** Of all descriptions and schemas together, SHA-256, hex; null before they were read. */
  digest: z.string().nullable(),
  tools: z.array(
    z.object({
      name: z.string(),
      description: shownText,
      schema: shownText,
      /** Against what was approved. */
      change: z.enum(['new', 'changed', 'same', 'gone']),
    }),
  ),
})
export type McpServerView = z.infer<typeof mcpServerView>
