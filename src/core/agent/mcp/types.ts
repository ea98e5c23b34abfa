import type { McpServerView } from '../../../shared/entities'
import type { Tool } from '../tools/types'

/** The MCP servers of harombe.yaml and what they offer. */
export interface McpServers {
  /** Of servers a person approved, as they were approved; in the order of names. Never waits. */
  tools(): readonly Tool[]
  views(): McpServerView[]
  /** All of them, now and after every change. */
  watch(signal: AbortSignal): AsyncIterable<McpServerView[]>
  /**
   * Takes a server's tools as they were shown.
   * @throws HarombeError NOT_FOUND, CONFLICT when they are not what `digest` says any more
   */
  approve(name: string, digest: string): void
  /** Ends the connection and begins anew, at once. @throws HarombeError NOT_FOUND */
  reconnect(name: string): void
  /** Follows harombe.yaml: only what changed there is connected anew. */
  applyConfig(): void
  /** Connects where that was not begun; resolves when every server is ready or has failed, or after a few seconds. Never rejects. */
  settled(signal: AbortSignal): Promise<void>
  /** Ends every connection and process. Idempotent. */
  stop(): Promise<void>
}

/** A tool as a server lists it, within the limits. */
export interface ListedTool {
  readonly name: string
  readonly title: string | null
  readonly description: string
  readonly inputSchema: Readonly<Record<string, unknown>>
  /** Of everything the server says of it, SHA-256, hex. */
  readonly digest: string
}

/** What a server offers at one moment. */
export interface ToolListing {
  readonly tools: readonly ListedTool[]
  /** Of all of them together. */
  readonly digest: string
}

/** Where a server is and how it is reached, secrets still as references. */
export type ServerAddress =
  | {
      readonly kind: 'stdio'
      readonly command: string
      readonly args: readonly string[]
      readonly cwd: string | null
      readonly env: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'http'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      /** Plain http to another machine was allowed. */
      readonly insecure: boolean
    }

export interface ServerSpec {
  readonly name: string
  readonly enabled: boolean
  readonly address: ServerAddress
  /** Of one call. */
  readonly timeoutMs: number
  /** The command or the address, for people. */
  readonly target: string
  /** Of the address without secrets, SHA-256, hex: an approval is of this program or place and no other. */
  readonly targetDigest: string
}

export interface CallOptions {
  signal: AbortSignal
  /** How far it is, in the server's words. */
  onProgress(text: string): void
}

/** What a call brought; `text` is what others wrote. */
export interface CallOutcome {
  text: string
  isError: boolean
}

/** One live connection. */
export interface ServerLink {
  /** @throws HarombeError MALFORMED_RESPONSE, TIMEOUT, DISCONNECTED */
  list(signal: AbortSignal): Promise<ToolListing>
  /** @throws HarombeError CANCELLED, TIMEOUT, DISCONNECTED, NODE_ERROR for what the server refuses */
  call(
    tool: ListedTool,
    argumentsOf: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): Promise<CallOutcome>
  /** Resolves with why, in a sentence, once the connection is gone. Never rejects. */
  readonly closed: Promise<string>
  close(): Promise<void>
}

export interface LinkOptions {
  /** The server says that its tools are not what they were. */
  onToolsChanged(): void
  signal: AbortSignal
}

/** Connects. @throws HarombeError; one that is not retryable is not tried again by itself */
export type OpenLink = (spec: ServerSpec, options: LinkOptions) => Promise<ServerLink>
