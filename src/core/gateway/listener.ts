import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Config } from '../../shared/config/schema'
import { HarombeError } from '../../shared/errors'
import { addressesFor, schemeOf } from './guard/listen-policy'
import type { Connections } from './http/connections'
import { answerRaw } from './http/raw-answer'
import type { GatewayLimits } from './limits'

type ServerConfig = Config['server']

export interface ListenerOptions {
  server: ServerConfig
  limits: GatewayLimits
  connections: Connections
  /** Other upgrades are answered like any request, as if they had not been asked for. */
  isUpgrade(request: IncomingMessage): boolean
}

/** How often Node looks for requests that are overdue. */
const checkIntervalMs = 1000
/** How often in a row nothing may have moved before a connection is given up. */
const stillLooks = 30

async function readPem(path: string, key: 'ssl_certfile' | 'ssl_keyfile'): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new HarombeError('CONFIG_INVALID', `server.${key} cannot be read: ${path}`, {
      hint: 'Check the path and who may read the file.',
      cause,
    })
  }
}

function answerBadRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  if (error.code === 'HPE_HEADER_OVERFLOW') answerRaw(socket, 431)
  else answerRaw(socket, error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400)
}

/** @throws HarombeError CONFIG_INVALID when the certificate cannot be used */
export async function createListenerServer({
  server,
  limits,
  connections,
  isUpgrade,
}: ListenerOptions): Promise<Server> {
  const options: ServerOptions = {
    maxHeaderSize: limits.headerBytes,
    highWaterMark: limits.unsentBytes,
    headersTimeout: limits.headersTimeout,
    requestTimeout: limits.inferenceUpload,
    keepAliveTimeout: limits.keepAlive,
    connectionsCheckingInterval: Math.min(checkIntervalMs, limits.headersTimeout),
    // The guard asks for it too, and answers like everything else.
    requireHostHeader: false,
    shouldUpgradeCallback: isUpgrade,
  }
  const created =
    schemeOf(server) === 'https'
      ? createSecure(options, {
          cert: await readPem(server.ssl_certfile ?? '', 'ssl_certfile'),
          key: await readPem(server.ssl_keyfile ?? '', 'ssl_keyfile'),
          handshakeTimeout: limits.headersTimeout,
        })
      : createServer(options)
  connections.watch(created)
  closeStalled(created, limits.stalledReader, connections)
  created.on('clientError', answerBadRequest)
  return created
}

/**
 * Gives up connections on which nothing moved for this long, or a few looks longer. A listener keeps Node from closing by
 * itself: a connection that waits for a model is silent and well. Node asks at every look but lets a reader be that took some
 * of the unsent bytes since the last; by looking often a stalled one has little more than its time.
 */
function closeStalled(server: Server, ms: number, connections: Pick<Connections, 'isBusy'>): void {
  const look = ms / stillLooks
  const seen = new WeakMap<Socket, { at: number; since: number; moved: number }>()
  server.setTimeout(look, socket => {
    const at = performance.now()
    const moved = socket.bytesRead + socket.bytesWritten
    const last = seen.get(socket)
    // Node did not ask in between: the reader took something, or the whole process was busy elsewhere.
    const isStill = last !== undefined && last.moved === moved && at - last.at < look * 1.9
    const since = isStill ? last.since : at - look
    seen.set(socket, { at, since, moved })
    const isStalled = socket.writableLength > 0 || !connections.isBusy(socket)
    if (at - since >= ms - look / 2 && isStalled) socket.destroy()
    else socket.setTimeout(look)
  })
}

function createSecure(
  options: ServerOptions,
  tls: { cert: Buffer; key: Buffer; handshakeTimeout: number },
): Server {
  try {
    return createSecureServer({ ...options, ...tls, minVersion: 'TLSv1.2' })
  } catch (cause) {
    throw new HarombeError(
      'CONFIG_INVALID',
      'server.ssl_certfile and server.ssl_keyfile do not work together.',
      {
        hint: 'Both are PEM files; the key must be the certificate’s and have no passphrase.',
        cause,
      },
    )
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(error)
    server.once('error', failed)
    server.listen({ host, port, ipv6Only: host === '::1' }, () => {
      server.off('error', failed)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** Why a port could not be opened, in words that help. */
export function listenError(error: unknown, { host, port }: ServerConfig): HarombeError {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new HarombeError('CONFLICT', `Port ${port} on ${host} is already in use.`, {
        hint: 'Choose another with server.port in harombe.yaml or --port, or stop the program that uses it.',
        data: { port },
        cause: error,
      })
    case 'EACCES':
      return new HarombeError('CONFIG_INVALID', `The system does not let harombe use port ${port}.`, {
        hint: 'Choose one above 1023 with server.port in harombe.yaml or --port.',
        cause: error,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new HarombeError('CONFIG_INVALID', `This machine has no address ${host} to listen on.`, {
        hint: 'Set server.host in harombe.yaml to 127.0.0.1, or to an address of this machine.',
        cause: error,
      })
    default:
      return new HarombeError('INTERNAL', `harombe could not open port ${port} on ${host}.`, { cause: error })
  }
}

/** The address the listener must have and the one it takes if it can get it. */
export async function bind(
  server: ServerConfig,
  required: Server,
  also: Server,
): Promise<{ port: number; alsoFailed: unknown }> {
  const addresses = addressesFor(server.host)
  let port: number
  try {
    port = await listen(required, addresses.required, server.port)
  } catch (error) {
    throw listenError(error, server)
  }
  if (addresses.also === null) return { port, alsoFailed: null }
  try {
    await listen(also, addresses.also, port)
    return { port, alsoFailed: null }
  } catch (error) {
    return { port, alsoFailed: error }
  }
}
