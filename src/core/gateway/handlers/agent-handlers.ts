import type { HarombeHandlers } from '../../../shared/contract'
import type { SandboxView } from '../../../shared/contract/agent'
import type { Caller } from '../../../shared/contract/caller'
import type { McpServerView } from '../../../shared/entities'
import { redactSecrets } from '../../../shared/redact-secrets'
import type { ApprovalDesk } from '../../agent/approvals/desk'
import type { RememberedApprovals } from '../../agent/approvals/remembered'
import type { AuditLog } from '../../agent/audit/types'
import type { ToolRegistry } from '../../agent/tools/types'

export interface McpControl {
  watch(signal: AbortSignal): AsyncIterable<McpServerView[]>
  /** @throws HarombeError NOT_FOUND, CONFLICT */
  approve(name: string, digest: string): void
  /** @throws HarombeError NOT_FOUND */
  reconnect(name: string): void
}

export interface AgentHandlerDependencies {
  desk: Pick<ApprovalDesk, 'decide' | 'watch'>
  remembered: Pick<RememberedApprovals, 'list' | 'revoke'>
  audit: Pick<AuditLog, 'append' | 'read'>
  registry: Pick<ToolRegistry, 'view'>
  /** As it stands in harombe.yaml, `~` written out. */
  workspace(): string
  sandbox(): Promise<SandboxView>
  mcp: McpControl
  /** Unguessable. */
  createId(): string
}

/** Who decided, in the audit. Made from what the transport says, never from what was sent. */
const callerWords: Record<Caller['kind'], string> = {
  desktop: 'the app',
  browser: 'a browser',
  cli: 'the command line',
  mcp: 'another agent',
  test: 'a test',
}

export function createAgentHandlers(dependencies: AgentHandlerDependencies): HarombeHandlers['agent'] {
  const { desk, remembered, audit, registry, mcp, createId } = dependencies
  return {
    watchApprovals: (_input, { signal }) => desk.watch(signal),
    decideApproval(input, { caller }) {
      desk.decide({ ...input, by: callerWords[caller.kind] })
      return null
    },
    listRemembered: () => remembered.list(),
    async revokeRemembered({ id }, { caller }) {
      const revoked = remembered.revoke(id)
      if (revoked === null) return null
      const { tool, exact } = revoked
      await audit.append({
        callId: createId(),
        conversationId: null,
        tool,
        risk: registry.view().find(({ name }) => name === tool)?.risk ?? 'none',
        summary: redactSecrets(exact.text.slice(0, 200)),
        digest: '',
        event: 'revoked',
        by: callerWords[caller.kind],
      })
      return null
    },
    listTools: async () => ({
      tools: registry.view(),
      workspace: dependencies.workspace(),
      sandbox: await dependencies.sandbox(),
    }),
    readAudit: page => audit.read(page),
    watchMcpServers: (_input, { signal }) => mcp.watch(signal),
    approveMcpServer({ name, digest }) {
      mcp.approve(name, digest)
      return null
    },
    reconnectMcpServer({ name }) {
      mcp.reconnect(name)
      return null
    },
  }
}
