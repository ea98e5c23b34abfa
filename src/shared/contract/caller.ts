/** What a caller must be allowed: `read` looks, `chat` asks and keeps conversations, `admin` changes the cluster. */
export type Scope = 'read' | 'chat' | 'admin'

/** Who is on the other end of a channel. */
export interface Caller {
  /** mcp: another agent, through harombe's MCP server; never with the scope `admin`. */
  kind: 'desktop' | 'browser' | 'cli' | 'mcp' | 'test'
  scopes: readonly Scope[]
}
