import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { systemClock } from '../../shared/clock'
import { HarombeError } from '../../shared/errors'
import { createFanOut } from '../coordination/fan-out/fan-out'
import { createApp } from './app'
import { createAuthenticator } from './guard/authenticate'
import { createFailedLogins } from './guard/failed-logins'
import { createGatekeeper } from './guard/gatekeeper'
import type { GuardPolicy } from './guard/guard'
import {
  assertSafeToListen,
  createOwnNames,
  createPolicy,
  endpointFor,
  readCorsOrigins,
  schemeOf,
} from './guard/listen-policy'
import { createRateLimiter } from './guard/rate-limiter'
import { createAnswers } from './http/answers'
import { createConnections } from './http/connections'
import { toHarombeError } from './http/error-answer'
import { createHeldMemory } from './http/held-memory'
import { createHeldCollector } from './http/hold-answer'
import { createAnswerBook, forgetfulArchive } from './idempotency/answer-book'
import { createKeyedRoutes } from './idempotency/keyed-routes'
import { createLeases } from './leases'
import { defaultLimits } from './limits'
import { bind, createListenerServer } from './listener'
import { createInProcessUse } from './mcp/in-process'
import { createMcpEndpoint } from './mcp/mcp-endpoint'
import { createMcpRoutes } from './mcp/mcp-routes'
import { createAnswerContext } from './routes/answer-context'
import { createAnthropicRoutes } from './routes/anthropic'
import { createChatRoutes } from './routes/chat'
import { createModelRoutes } from './routes/models'
import { createOllamaRoutes } from './routes/ollama'
import { createOllamaModelRoutes } from './routes/ollama-models'
import { createOpenAiRoutes } from './routes/openai'
import { createPeerRoutes } from './routes/peer'
import { createResponseRoutes } from './routes/responses'
import { createSchemaRoute } from './routes/schema'
import { createSessionRoutes } from './routes/session'
import { createStaticRoutes } from './routes/static'
import { createStatusRoutes } from './routes/status'
import { createRpcSockets, isRpcUpgrade, refusePlainRpc } from './rpc-socket'
import { cookieName } from './session/cookie'
import { createOneTimeCodes } from './session/one-time-codes'
import { createSessionFile } from './session/session-file'
import { createSessionStore } from './session/session-store'
import type { Listening } from './sharing'
import { loadStaticFiles, notBuiltManifest, type StaticManifest } from './static/static-files'
import type { Gateway, GatewayOptions } from './types'

const portOf = (server: Server) => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const closed = (server: Server) => new Promise<void>(resolve => server.close(() => resolve()))

/** Resolves after `ms`, or when `done` does. */
async function within(ms: number, done: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([promise, done])
  clearTimeout(timer)
}

/** The one HTTP listener: peers, API clients, the web UI and the contract. Opens nothing before `start`. */
export function createGateway(options: GatewayOptions): Gateway {
  const { server: config, cluster, log, clock = systemClock } = options
  const limits = { ...defaultLimits, ...options.limits }
  const { monotonic } = clock
  const secure = schemeOf(config) === 'https'
  const authToken = options.resolvedAuthToken?.trim() ? options.resolvedAuthToken.trim() : null
  const report = (error: unknown) => options.reportUnknown(error, 'http')

  const file =
    options.sessionFile === null
      ? null
      : createSessionFile(options.sessionFile, err => log.warn({ err }, 'browser sessions were not kept'))
  const sessions = createSessionStore({
    clock,
    randomBytes,
    idleMs: limits.sessionIdle,
    limit: limits.sessions,
    changed: () => void file?.save(sessions.export),
  })
  const codes = createOneTimeCodes({
    monotonic,
    randomBytes,
    lifeMs: limits.oneTimeCodeLife,
    limit: limits.oneTimeCodes,
  })
  const failures = createFailedLogins({
    monotonic,
    limit: limits.failedLogins,
    windowMs: limits.failedLoginWindow,
    banMs: limits.failedLoginBan,
  })

  async function readPages(): Promise<StaticManifest> {
    if (options.staticRoot === null) return notBuiltManifest()
    try {
      return await loadStaticFiles(options.staticRoot)
    } catch (err) {
      log.warn({ err }, 'the built web UI could not be read')
      return notBuiltManifest()
    }
  }

  async function open() {
    assertSafeToListen(config, authToken)
    const cors = readCorsOrigins(config.cors_origins)
    if (cors.refused.length > 0) log.warn({ refused: cors.refused }, 'server.cors_origins: not an origin')

    const connections = createConnections(limits)
    const answers = createAnswers(limits.concurrentAnswers)
    const book = createAnswerBook({
      archive: options.answerArchive ?? forgetfulArchive,
      graceMs: limits.keyGrace,
      recordedAnswer: limits.recordedAnswer,
      recordedAnswers: limits.recordedAnswers,
    })
    const leases = createLeases(limits.lease)
    const memory = createHeldMemory({ answer: limits.heldAnswer, total: limits.heldAnswers })
    const parts = { server: config, limits, connections, isUpgrade: isRpcUpgrade }
    const main = await createListenerServer(parts)
    const twin = await createListenerServer(parts)

    let policy: GuardPolicy | null = null
    const gatekeeper = createGatekeeper({
      policy: () => {
        policy ??= createPolicy({
          server: config,
          port: portOf(main),
          corsOrigins: cors.origins,
          headerCount: limits.headerCount,
          ownNames: createOwnNames(monotonic),
        })
        return policy
      },
      authenticate: createAuthenticator({
        authToken,
        adminToken: options.adminToken,
        cookieName: cookieName(secure),
        findSession: sessions.find,
        failures,
      }),
      failures,
      rates: createRateLimiter(monotonic),
      log,
    })
    const rpc = createRpcSockets({
      router: options.router,
      gatekeeper,
      sessions,
      maxPayload: limits.rpcFrame,
      heartbeatMs: limits.rpcHeartbeat,
      stalledMs: limits.stalledReader,
      closeGraceMs: limits.rpcCloseGrace,
      reportUnknown: options.reportUnknown,
    })
    const toError = (error: unknown) => toHarombeError(error, report)
    const pingMs = limits.streamPing
    const createId = () => randomUUID().replaceAll('-', '')
    const context = createAnswerContext({
      cluster,
      answers,
      memory,
      leases,
      pingMs,
      noticeMs: limits.queueNotice,
      toError,
    })
    const pages = await readPages()
    const mcp = createMcpEndpoint({
      version: options.version,
      sessions: limits.mcpSessions,
      pingMs,
      monotonic,
      use: createInProcessUse(options.router, options.reportUnknown),
      report: error => void report(error),
    })
    const app = createApp({
      server: main,
      gatekeeper,
      limits,
      report,
      isServing: options.isServing ?? (() => true),
      keyed: createKeyedRoutes({ book, answers, toError }),
      handlers: {
        ...createStatusRoutes(options),
        ...createPeerRoutes(cluster, context, leases),
        ...createChatRoutes(
          context,
          createFanOut({
            cluster,
            clock: { ...clock, after: systemClock.after },
            collector: () => createHeldCollector(memory),
          }),
        ),
        ...createModelRoutes(cluster, clock, options.version),
        ...createOpenAiRoutes({ cluster, answers: context, clock, createId }),
        ...createResponseRoutes({ cluster, answers: context, clock, createId }),
        ...createAnthropicRoutes({ cluster, answers: context, createId }),
        ...createOllamaRoutes({ cluster, models: options.models, answers: context, clock }),
        ...createOllamaModelRoutes({ ...options, clock, pingMs, toError }),
        ...createSessionRoutes({ codes, sessions, failures, secure }),
        ...createMcpRoutes({ endpoint: mcp, answers, isServed: options.servesMcp ?? (() => true) }),
        ...createSchemaRoute(),
        ...createStaticRoutes(pages),
        rpc: refusePlainRpc,
      },
    })
    await app.ready()
    const servers = [main, twin]
    for (const server of servers) {
      server.prependListener('request', (request, response) => {
        response.once('close', connections.begin(request.socket))
      })
      server.on('upgrade', (request, socket, head) => {
        socket.once('close', connections.begin(request.socket))
        rpc.upgrade(request, socket, head)
      })
    }
    twin.on('request', app.routing)

    sessions.import((await file?.read()) ?? [])
    const { port, alsoFailed } = await bind(config, main, twin)
    for (const server of servers) {
      // Such as running out of file descriptors: no reason to end the process.
      server.on('error', err => log.warn({ err }, 'a connection could not be accepted'))
    }
    if (alsoFailed !== null) log.info({ err: alsoFailed }, 'not listening on ::1')
    const listening: Listening = {
      server: config,
      port,
      hasToken: authToken !== null,
      certificate: secure ? await readFile(config.ssl_certfile ?? '', 'utf8') : null,
    }
    return { app, servers, connections, answers, book, mcp, rpc, port, listening }
  }

  type Running = Awaited<ReturnType<typeof open>>

  async function shutDown({ app, servers, connections, answers, book, mcp, rpc }: Running): Promise<void> {
    const ended = Promise.all(servers.map(closed))
    rpc.closeAll()
    connections.drain()
    await within(limits.stopGrace, ended)
    const ending = new HarombeError('DISCONNECTED', 'harombe is shutting down.')
    answers.abortAll(ending)
    book.abortAll(ending)
    await mcp.close()
    await within(limits.stopFlush, ended)
    connections.closeAll()
    await ended
    await app.close()
    await file?.save(sessions.export)
  }

  let running: Running | null = null
  let stopping: Promise<void> | null = null
  return {
    async start() {
      running = await open()
      const { port } = running
      return { port, endpoint: endpointFor(config, port) }
    },
    stop() {
      if (running !== null) stopping ??= shutDown(running)
      return stopping ?? Promise.resolve()
    },
    mintCode: codes.mint,
    codeLifeMs: limits.oneTimeCodeLife,
    listening: () => (stopping === null ? (running?.listening ?? null) : null),
  }
}
