import { randomUUID } from 'node:crypto'
import { HarombeError } from '../../../shared/errors'
import type { McpAbilities } from './abilities'
import { addHarombeTools } from './harombe-tools'
import { instructions, loadServerSdk, type ServerSdk } from './load-sdk'
import { createMcpSessions } from './mcp-sessions'

export interface McpEndpointOptions {
  version: string
  sessions: number
  pingMs: number
  monotonic(): number
  use<T>(work: (abilities: McpAbilities) => Promise<T>): Promise<T>
  report(error: unknown): void
}

/** Who asks, as the guard found it out. */
export interface McpCaller {
  /** Tells callers apart, so that a session is its opener's alone. */
  owner: string
  mayReadConversations: boolean
}

export interface McpQuestion {
  request: Request
  body: unknown
  caller: McpCaller
}

const sessionHeader = 'mcp-session-id'

interface JsonRpcRequest {
  id: string | number
}

const isRequest = (value: unknown): value is JsonRpcRequest =>
  typeof value === 'object' &&
  value !== null &&
  'method' in value &&
  'id' in value &&
  (typeof value.id === 'string' || typeof value.id === 'number')

/**
 * harombe as an MCP server. Clients of today's protocol (2026-07-28) send all of it with each request, so nothing is kept for
 * them; those of 2025 get a session, because theirs is the only way in which they can stop a call.
 */
export function createMcpEndpoint(options: McpEndpointOptions) {
  const sessions = createMcpSessions(options.sessions)
  let loaded: Promise<{ sdk: ServerSdk; modern: ReturnType<ServerSdk['createMcpHandler']> }> | null = null

  function makeServer(sdk: ServerSdk, mayReadConversations: boolean) {
    const server = new sdk.McpServer({ name: 'harombe', version: options.version }, { instructions })
    addHarombeTools(server, { ...options, mayReadConversations })
    return server
  }

  async function load() {
    const sdk = await loadServerSdk()
    const modern = sdk.createMcpHandler(
      ({ authInfo }) => makeServer(sdk, authInfo?.scopes.includes('conversations') ?? false),
      { legacy: 'reject', keepAliveMs: options.pingMs, maxSubscriptions: options.sessions },
    )
    return { sdk, modern }
  }

  async function openSession(sdk: ServerSdk, { owner, mayReadConversations }: McpCaller) {
    const id = randomUUID()
    const server = makeServer(sdk, mayReadConversations)
    const transport = new sdk.WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      keepAliveMs: options.pingMs,
      onsessioninitialized: () => sessions.add({ id, owner, transport, server }),
      onsessionclosed: () => sessions.forget(id),
    })
    await server.connect(transport)
    return transport
  }

  /** Nobody can fetch the answer later, so nobody need write it to its end. */
  function cancelWhenGone(
    transport: Awaited<ReturnType<typeof openSession>>,
    { request, body }: McpQuestion,
  ): void {
    const asked = (Array.isArray(body) ? body : [body]).filter(isRequest)
    request.signal.addEventListener('abort', () => {
      for (const { id } of asked) {
        const params = { requestId: id, reason: 'The connection was closed.' }
        transport.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params })
      }
    })
  }

  async function serveLegacy(sdk: ServerSdk, question: McpQuestion): Promise<Response> {
    const { request, body, caller } = question
    const id = request.headers.get(sessionHeader)
    const found = id === null ? null : sessions.find(id, caller.owner)
    if (id !== null && found === null) {
      throw new HarombeError('NOT_FOUND', 'This session has ended.', { hint: 'Begin a new one.' })
    }
    const begins = id === null && (Array.isArray(body) ? body : [body]).some(sdk.isInitializeRequest)
    if (found === null && !begins)
      throw new HarombeError('BAD_REQUEST', 'Begin with an `initialize` request, or send the session’s id.')
    const transport = found?.transport ?? (await openSession(sdk, caller))
    cancelWhenGone(transport, question)
    return transport.handleRequest(request, { parsedBody: body })
  }

  return {
    /** @throws HarombeError for what is no question of any protocol known */
    async serve(question: McpQuestion): Promise<Response> {
      loaded ??= load()
      const { sdk, modern } = await loaded
      const { request, body, caller } = question
      if (request.method === 'DELETE' || (await sdk.isLegacyRequest(request, body)))
        return serveLegacy(sdk, question)
      return modern.fetch(request, {
        parsedBody: body,
        authInfo: {
          token: '',
          clientId: caller.owner,
          scopes: caller.mayReadConversations ? ['conversations'] : [],
        },
      })
    },
    async close(): Promise<void> {
      sessions.closeAll()
      if (loaded !== null) await loaded.then(({ modern }) => modern.close()).catch(options.report)
    },
  }
}
export type McpEndpoint = ReturnType<typeof createMcpEndpoint>
