/** What a caller must be allowed: `read` looks, `chat` asks and keeps conversations, `admin` changes the cluster. */
export type Scope = 'read' | 'chat' | 'admin'

/** Who is on the other end of a channel. */
export interface Caller {
  kind: 'desktop' | 'browser' | 'cli' | 'test'
  scopes: readonly Scope[]
}
