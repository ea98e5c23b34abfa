import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HarombeError } from '../../../shared/errors'
import { hasScope, type Principal } from '../guard/principal'
import type { Answers } from '../http/answers'
import type { RouteHandlers } from '../routes/handler'
import type { McpCaller, McpEndpoint } from './mcp-endpoint'

export interface McpRouteOptions {
  endpoint: McpEndpoint
  answers: Answers
  /** `mcp.serve`. */
  isServed(): boolean
}

/** What the protocol puts into headers; credentials end at the guard. */
const passedOn = [
  'accept',
  'content-type',
  'mcp-session-id',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'last-event-id',
]

function callerOf(principal: Principal): McpCaller {
  return {
    owner: principal.kind === 'session' ? `session ${principal.sessionId}` : principal.kind,
    mayReadConversations: hasScope(principal, 'contract'),
  }
}

function toRequest({ headers, method }: FastifyRequest, signal: AbortSignal): Request {
  const kept = new Headers()
  for (const name of passedOn) {
    const value = headers[name]
    if (typeof value === 'string') kept.set(name, value)
  }
  // The address is not looked at: which route this is was decided long before.
  return new Request('http://localhost/mcp', { method, headers: kept, signal })
}

async function send(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  const { raw } = reply.hijack()
  raw.writeHead(response.status, {
    ...reply.request.baseHeaders,
    ...Object.fromEntries(response.headers),
    'x-accel-buffering': 'no',
  })
  raw.flushHeaders()
  if (response.body === null) raw.end()
  // A client that leaves is no error; the signal has told whom it concerns.
  else await pipeline(Readable.fromWeb(response.body), raw).catch(() => undefined)
  return reply
}

export function createMcpRoutes({
  endpoint,
  answers,
  isServed,
}: McpRouteOptions): Pick<RouteHandlers, 'mcp' | 'mcpListen' | 'mcpEnd'> {
  function assertServed(): void {
    if (isServed()) return
    throw new HarombeError('NOT_FOUND', 'There is nothing at this address.', {
      hint: 'harombe is an MCP server once `mcp.serve` is true in harombe.yaml.',
    })
  }

  async function serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    assertServed()
    const { signal } = answers.begin(reply.raw)
    const response = await endpoint.serve({
      request: toRequest(request, signal),
      body: request.body,
      caller: callerOf(request.principal),
    })
    return send(reply, response)
  }

  return {
    mcp: serve,
    mcpEnd: serve,
    mcpListen(_request, reply) {
      assertServed()
      const error = new HarombeError('BAD_REQUEST', 'harombe has nothing to say by itself: ask it by POST.')
      return reply.code(405).header('allow', 'POST, DELETE').send({ error: error.toShape() })
    },
  }
}
