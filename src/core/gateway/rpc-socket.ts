import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { errorTable, HarombeError } from '../../shared/errors'
import { type Router, serveChannel } from '../../shared/rpc/server'
import { createWebSocketChannel } from '../../shared/rpc/websocket-channel'
import { errorBody } from './dialect'
import type { Gatekeeper } from './guard/gatekeeper'
import { callerOf, type Principal } from './guard/principal'
import { errorHeaders } from './http/error-answer'
import { answerRaw } from './http/raw-answer'
import { type RouteDefinition, type RouteName, routeTable } from './route-table'
import type { RouteHandler } from './routes/handler'
import type { SessionStore } from './session/session-store'

export interface RpcSocketOptions {
  router: Router
  gatekeeper: Gatekeeper
  sessions: SessionStore
  maxPayload: number
  heartbeatMs: number
  /** How long a socket may take nothing of what is sent to it. */
  stalledMs: number
  /** How long a socket whose session ended may take to close. */
  closeGraceMs: number
  reportUnknown(error: unknown, path: string): string
}

/** The session ended: the page should log in again, not reconnect. */
const closeLoggedOut = 4401
const closeGoingAway = 1001
/** How often in a row a socket must have taken nothing. */
const stalledLooks = 10

const route: RouteDefinition & { name: RouteName } = { name: 'rpc', ...routeTable.rpc }

/** Before the upgrade there is only the bare socket to answer on. */
function refuse(socket: Duplex, error: HarombeError, status: number): void {
  answerRaw(socket, status, JSON.stringify(errorBody(error, route.dialect)), {
    ...errorHeaders(error),
    'content-type': 'application/json; charset=utf-8',
  })
}

export const isRpcUpgrade = (request: IncomingMessage): boolean =>
  request.headers.upgrade?.toLowerCase() === 'websocket' && request.url?.split('?', 1)[0] === route.path

/** For a caller that may use the contract but did not ask for the upgrade. */
export const refusePlainRpc: RouteHandler = () => {
  throw new HarombeError('BAD_REQUEST', 'Open this address as a WebSocket.')
}

/** The contract over WebSocket. The upgrade passes the same guard as every request. */
export function createRpcSockets(options: RpcSocketOptions) {
  const { router, gatekeeper, sessions, heartbeatMs, stalledMs } = options
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // A frame that is small compressed and huge otherwise gets past maxPayload's purpose; loopback needs no compression.
    perMessageDeflate: false,
    maxPayload: options.maxPayload,
  })
  const open = new Set<WebSocket>()

  /**
   * Closes a socket whose other side reads nothing. Pings do not tell: they wait in line behind what is unread, and a pong that
   * comes first would keep such a socket for another round.
   */
  function closeStalled(socket: WebSocket, connection: Socket): () => void {
    let taken = 0
    let still = 0
    const look = setInterval(() => {
      // Node counts what waits to be sent as written.
      const sent = connection.bytesWritten - connection.writableLength
      still = socket.bufferedAmount > 0 && sent === taken ? still + 1 : 0
      taken = sent
      if (still >= stalledLooks) socket.terminate()
    }, stalledMs / stalledLooks)
    return () => clearInterval(look)
  }

  function serve(socket: WebSocket, connection: Socket, principal: Principal): void {
    const caller = callerOf(principal)
    if (caller === null) {
      socket.close(closeLoggedOut)
      return
    }
    open.add(socket)
    const stopLooking = closeStalled(socket, connection)
    let answered = true
    const heartbeat = setInterval(() => {
      // An open page is a session in use.
      if (!answered || (principal.kind === 'session' && !sessions.touch(principal.sessionId))) {
        socket.terminate()
        return
      }
      answered = false
      socket.ping()
    }, heartbeatMs)
    const channel = createWebSocketChannel(socket)
    let giveUp: NodeJS.Timeout | undefined
    const logOut = () => {
      socket.close(closeLoggedOut)
      // From here on nothing it says is heard, whether or not it takes part in the farewell.
      channel.close()
      giveUp = setTimeout(() => socket.terminate(), options.closeGraceMs)
    }
    const forget =
      principal.kind === 'session' ? sessions.onClosed(principal.sessionId, logOut) : () => undefined
    socket.on('pong', () => {
      answered = true
    })
    socket.on('close', () => {
      clearInterval(heartbeat)
      stopLooking()
      clearTimeout(giveUp)
      forget()
      open.delete(socket)
    })
    serveChannel(channel, router, caller, { reportUnknown: options.reportUnknown })
  }

  return {
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy())
      const verdict = gatekeeper(request, route)
      if (verdict.outcome === 'allow') {
        acceptor.handleUpgrade(request, socket, head, opened =>
          serve(opened, request.socket, verdict.principal),
        )
      } else if (verdict.outcome === 'deny') {
        refuse(
          socket,
          new HarombeError(verdict.code, verdict.message, { hint: verdict.hint }),
          verdict.status,
        )
      } else {
        refuse(socket, new HarombeError('BAD_REQUEST', 'That is no upgrade.'), errorTable.BAD_REQUEST.status)
      }
    },
    closeAll(): void {
      for (const socket of open) socket.close(closeGoingAway)
    },
  }
}
