import { join } from 'node:path'
import { systemClock } from '../shared/clock'
import type { AuditLog } from './agent/audit/types'
import { createMcpServers } from './agent/mcp/mcp-servers'
import { createOpenLink } from './agent/mcp/open-link'
import { openPins } from './agent/mcp/pins'
import type { McpServers } from './agent/mcp/types'
import type { CompositionOptions } from './coordinator-options'

export interface OwnMcpServersOptions {
  /** @throws HarombeError when there is no such secret */
  resolveSecret(value: string): string
  audit: Pick<AuditLog, 'append'>
  createCallId(): string
  report(error: unknown): void
}

/** The MCP servers of harombe.yaml. A command without a coordinator starts them when it first needs a tool, and approves none. */
export function createOwnMcpServers(
  { configFile, dataDirectory, log, mode, version }: CompositionOptions,
  { resolveSecret, audit, createCallId, report }: OwnMcpServersOptions,
): McpServers {
  const ownsData = mode === 'serve'
  const servers = createMcpServers({
    config: () => configFile.current().mcp,
    pins: openPins({ path: join(dataDirectory, 'mcp-pins.json'), isReadOnly: !ownsData, report }),
    open: createOpenLink({
      version,
      clock: systemClock,
      env: process.env,
      resolveSecret,
      logOutput: (server, line) => log.info({ server }, `mcp: ${line}`),
    }),
    clock: systemClock,
    random: Math.random,
    connectsAtOnce: ownsData,
    report,
  })
  return {
    ...servers,
    approve(name, digest) {
      servers.approve(name, digest)
      const entry = {
        callId: createCallId(),
        conversationId: null,
        tool: name,
        risk: 'mcp' as const,
        summary: `What the MCP server ${name} offers was approved.`,
        digest,
        event: 'pinned' as const,
      }
      void audit.append(entry).catch(report)
    },
  }
}
