import { z } from 'zod'
import {
  approvalRequest,
  auditEntry,
  identifier,
  mcpServerView,
  rememberedApproval,
  toolView,
} from '../entities'
import { call, stream } from './define'

/** How commands are fenced in on this machine. */
export const sandboxView = z.object({
  kind: z.enum(['bubblewrap', 'none']),
  /** In a sentence, with what to do where there is none. */
  text: z.string(),
})
export type SandboxView = z.infer<typeof sandboxView>

/**
 * Tools, and what a person allows them. Whoever holds `watchApprovals` open counts as present: while nobody does, whatever
 * would have to be asked for is denied at once.
 */
export const agentContract = {
  /** All that waits, now and after every change. */
  watchApprovals: stream('admin', z.object({}), z.array(approvalRequest)),
  /**
   * Decides one, once. `digest` is that of the request that was shown. `remember`: for 24 hours, this exact call. `note` is told to
   * the model with a refusal. @throws NOT_FOUND when it was decided, has expired or was never asked; CONFLICT for another digest
   */
  decideApproval: call(
    'admin',
    z.object({
      id: identifier,
      digest: z.string().max(64),
      approve: z.boolean(),
      remember: z.boolean().default(false),
      note: z.string().max(500).optional(),
    }),
    z.null(),
  ),
  listRemembered: call('admin', z.object({}), z.array(rememberedApproval)),
  /** Idempotent. */
  revokeRemembered: call('admin', z.object({ id: identifier }), z.null()),
  listTools: call(
    'read',
    z.object({}),
    z.object({ tools: z.array(toolView), workspace: z.string(), sandbox: sandboxView }),
  ),
  /** Newest first; `before` is the sequence of the last one that is known. */
  readAudit: call(
    'admin',
    z.object({
      before: z.number().int().nonnegative().optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    z.array(auditEntry),
  ),
  watchMcpServers: stream('read', z.object({}), z.array(mcpServerView)),
  /** Takes a server's tools as they were shown. @throws CONFLICT when they are not what `digest` says any more */
  approveMcpServer: call(
    'admin',
    z.object({ name: z.string().max(64), digest: z.string().max(64) }),
    z.null(),
  ),
  reconnectMcpServer: call('admin', z.object({ name: z.string().max(64) }), z.null()),
}
