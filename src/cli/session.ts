import pino from 'pino'
import { WebSocket } from 'ws'
import { readLock } from '../core/config/directory-lock'
import { createCoordinator } from '../core/coordinator'
import type { HarombeClient, HarombeContract } from '../shared/contract'
import { HarombeError } from '../shared/errors'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { serveChannel } from '../shared/rpc/server'
import { createWebSocketChannel } from '../shared/rpc/websocket-channel'
import { type Places, version } from './environment'

/** A coordinator to talk to, whichever process it lives in. */
export interface Session {
  client: HarombeClient
  /** Address of the running coordinator; null when it was started for this command only. */
  endpoint: string | null
  close(): Promise<void>
}

const connectTimeoutMs = 3000

function openSocket(endpoint: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${endpoint.replace(/^http/, 'ws')}/rpc`, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: connectTimeoutMs,
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', cause => {
      const message = `The running coordinator at ${endpoint} does not answer.`
      reject(new HarombeError('DISCONNECTED', message, { hint: 'Stop it and try again.', cause }))
    })
  })
}

async function connectToRunning(places: Places): Promise<Session | null> {
  const lock = await readLock(places.dataDirectory)
  if (lock === null || lock.endpoint === null) return null
  const socket = await openSocket(lock.endpoint, lock.token)
  const client = createRpcClient<HarombeContract>(createWebSocketChannel(socket))
  const session: Session = {
    client,
    endpoint: lock.endpoint,
    async close() {
      client.close()
    },
  }
  if (!places.configIsExplicit) return session
  // Another file was named: that cluster is meant, not the one that happens to run.
  const { configPath } = await client.call('system.getInfo', {})
  if (configPath === places.configPath) return session
  await session.close()
  return null
}

async function startInProcess(places: Places): Promise<Session> {
  const log = pino({ level: 'silent' })
  const coordinator = createCoordinator({
    ...places,
    mode: 'ephemeral',
    version,
    staticRoot: null,
    host: { capabilities: [] },
    log,
  })
  await coordinator.start()
  const [near, far] = createMemoryChannelPair()
  serveChannel(
    far,
    coordinator.router,
    { kind: 'cli', scopes: ['read', 'chat', 'admin'] },
    {
      reportUnknown: coordinator.reportUnknown,
    },
  )
  const client = createRpcClient<HarombeContract>(near)
  return {
    client,
    endpoint: null,
    async close() {
      client.close()
      await coordinator.stop()
    },
  }
}

/** The coordinator that runs on this data directory, or one for the duration of a command. */
export async function openSession(places: Places): Promise<Session> {
  return (await connectToRunning(places)) ?? startInProcess(places)
}
