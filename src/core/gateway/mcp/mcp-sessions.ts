import type { McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'

export interface McpSession {
  readonly id: string
  /** Whose it is: nobody else can use it, whatever they may do themselves. */
  readonly owner: string
  readonly transport: WebStandardStreamableHTTPServerTransport
  readonly server: McpServer
}

/** Sessions of clients that speak the protocol of 2025. The one that was silent for longest makes room for a new one. */
export function createMcpSessions(limit: number) {
  const sessions = new Map<string, McpSession>()

  function close(session: McpSession): void {
    sessions.delete(session.id)
    void session.server.close().catch(() => undefined)
  }

  return {
    add(session: McpSession): void {
      sessions.set(session.id, session)
      const oldest = sessions.size > limit ? sessions.values().next().value : undefined
      if (oldest !== undefined) close(oldest)
    },
    /** Null for one that ended, never was or is another's: to whoever asks that is the same. */
    find(id: string, owner: string): McpSession | null {
      const session = sessions.get(id)
      if (session === undefined || session.owner !== owner) return null
      // The order of the map is the order of use.
      sessions.delete(id)
      sessions.set(id, session)
      return session
    },
    forget: (id: string) => void sessions.delete(id),
    closeAll(): void {
      for (const session of [...sessions.values()]) close(session)
    },
    get size() {
      return sessions.size
    },
  }
}
