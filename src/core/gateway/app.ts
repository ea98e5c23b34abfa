import type { IncomingMessage, Server } from 'node:http'
import { finished } from 'node:stream/promises'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { HarombeError } from '../../shared/errors'
import { dialectOf, errorAnswer } from './dialect'
import type { Gatekeeper } from './guard/gatekeeper'
import { anonymous } from './guard/principal'
import { errorHeaders, toHarombeError, withoutBlame, writeError } from './http/error-answer'
import { parseJsonBody } from './http/json-body'
import { corsHeaders, preflightHeaders, securityHeaders } from './http/response-headers'
import { digestOf, keyHeader } from './idempotency/key'
import { bodyLimits, type GatewayLimits } from './limits'
import { type RouteDefinition, type RouteName, routes } from './route-table'
import { type RouteHandler, type RouteHandlers, routeOf } from './routes/handler'

declare module 'fastify' {
  interface FastifyContextConfig {
    route?: RouteDefinition & { name: RouteName }
  }
}

export interface AppOptions {
  server: Server
  gatekeeper: Gatekeeper
  handlers: RouteHandlers
  /** Wraps the routes whose answers may be asked for again under a key. */
  keyed(handler: RouteHandler): RouteHandler
  limits: Pick<GatewayLimits, 'jsonDepth' | 'controlUpload' | 'refusedUpload'>
  report(error: unknown): string
  /** While it is false, routes that have nodes answer are refused. */
  isServing(): boolean
}

/** Long enough for a client not to hammer, short enough for it to be there when the user resumes. */
const pausedRetryMs = 30_000

const servingPaused = () =>
  new HarombeError(
    'NODE_BUSY',
    'harombe answers no other programs or machines for now: serving is paused there.',
    {
      hint: 'It is resumed from its tray icon or window.',
      data: { retryAfterMs: pausedRetryMs },
    },
  )

function send(reply: FastifyReply, failure: HarombeError, status?: number): void {
  const error = withoutBlame(failure)
  const answer = errorAnswer(error, dialectOf(routeOf(reply.request), reply.request))
  reply
    .code(status ?? answer.status)
    .headers({ ...errorHeaders(error), ...answer.headers })
    .send(answer.body)
}

/** Node's own deadline is the longest of all routes; small bodies get a shorter one. */
function limitUpload(request: FastifyRequest, ms: number): void {
  const timer = setTimeout(() => request.raw.destroy(), ms)
  request.raw.once('close', () => clearTimeout(timer))
}

/**
 * Drops what comes of a body nobody wants, for a while: a connection that is closed over unread bytes is reset, and the
 * client never learns why.
 */
async function letPass(request: IncomingMessage, ms: number): Promise<void> {
  request.resume()
  await finished(request, { signal: AbortSignal.timeout(ms) }).catch(() => undefined)
}

/**
 * The routes of the table behind the guard, on a server that somebody else listens with. Fastify matches, reads bodies
 * and serialises; who may do what is decided before it does any of that.
 */
export function createApp({
  server,
  gatekeeper,
  handlers,
  keyed,
  limits,
  report,
  isServing,
}: AppOptions): FastifyInstance {
  const app = fastify({
    serverFactory: handler => server.on('request', handler),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    bodyLimit: bodyLimits.control,
    routerOptions: { maxParamLength: 1024 },
    // An address that cannot be decoded matches no route, but who asks is looked at all the same.
    frameworkErrors(_error, request, reply) {
      const verdict = gatekeeper(request.raw, null)
      const foreign = verdict.outcome === 'deny' && verdict.code !== 'NOT_FOUND'
      const error = foreign
        ? new HarombeError(verdict.code, verdict.message, { hint: verdict.hint })
        : new HarombeError('BAD_REQUEST', 'The address is malformed.')
      writeError(reply.hijack().raw, error, {
        dialect: dialectOf(null, request),
        ...(foreign ? { status: verdict.status } : {}),
      })
    },
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.bodyBytes = body.length
    if (request.headers[keyHeader] !== undefined) request.bodyDigest = digestOf(body)
    try {
      done(null, parseJsonBody(typeof body === 'string' ? Buffer.from(body) : body, limits.jsonDepth))
    } catch (error) {
      done(error instanceof Error ? error : new HarombeError('BAD_REQUEST', 'The body is not valid JSON.'))
    }
  })

  app.decorateRequest('principal')
  app.decorateRequest('baseHeaders')
  app.decorateRequest('bodyBytes', 0)
  app.decorateRequest('bodyDigest', '')
  app.decorateRequest('recording', null)
  app.addHook('onRequest', (request, reply, done) => {
    const route = routeOf(request)
    const verdict = gatekeeper(request.raw, route)
    const base =
      verdict.corsOrigin === null
        ? securityHeaders
        : { ...securityHeaders, ...corsHeaders(verdict.corsOrigin) }
    request.principal = verdict.outcome === 'allow' ? verdict.principal : anonymous
    request.baseHeaders = base
    reply.headers(base)
    if (verdict.outcome === 'allow') {
      if (route?.answers === true && !isServing()) return send(reply, servingPaused())
      if (route?.upload === 'control' && route.bodyLimit > 0) limitUpload(request, limits.controlUpload)
      done()
    } else if (verdict.outcome === 'preflight') {
      reply
        .code(204)
        .headers(preflightHeaders(verdict.corsOrigin ?? ''))
        .send()
    } else {
      const { code, message, hint, status } = verdict
      send(reply, new HarombeError(code, message, { hint }), status)
    }
  })

  app.setErrorHandler(async (error, request, reply) => {
    const known = toHarombeError(error, report)
    if (known.code === 'PAYLOAD_TOO_LARGE') {
      await letPass(request.raw, limits.refusedUpload)
      reply.header('connection', 'close')
    }
    send(reply, known)
    return reply
  })

  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      exposeHeadRoute: route.head ?? false,
      // Zero would mean "no limit of its own".
      bodyLimit: Math.max(1, route.bodyLimit),
      config: { route },
      handler: route.keyed === true ? keyed(handlers[route.name]) : handlers[route.name],
    })
  }
  return app
}
