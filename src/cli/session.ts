import pino from 'pino'
import { readLock } from '../core/config/directory-lock'
import { type Coordinator, createCoordinator } from '../core/coordinator'
import { openCoordinatorSocket } from '../core/coordinator-socket'
import type { HarombeClient, HarombeContract } from '../shared/contract'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { serveChannel } from '../shared/rpc/server'
import { createWebSocketChannel } from '../shared/rpc/websocket-channel'
import { findEngine, findToolThread, type Places, version } from './environment'

/** A coordinator to talk to, whichever process it lives in. */
export interface Session {
  client: HarombeClient
  close(): Promise<void>
}

/** The coordinator that holds the data directory; null when none does, or none that listens yet. */
export async function connectToHolder(dataDirectory: string): Promise<Session | null> {
  const lock = await readLock(dataDirectory)
  if (lock === null || lock.endpoint === null) return null
  const socket = await openCoordinatorSocket(lock.endpoint, lock.token)
  const client = createRpcClient<HarombeContract>(createWebSocketChannel(socket))
  return { client, close: async () => client.close() }
}

/** The coordinator that runs on this data directory, with the file that was named if one was; null when none does. */
export async function connectToRunning(places: Places): Promise<Session | null> {
  const session = await connectToHolder(places.dataDirectory)
  if (session === null || !places.configIsExplicit) return session
  // Another file was named: that cluster is meant, not the one that happens to run.
  try {
    const { configPath } = await session.client.call('system.getInfo', {})
    if (configPath === places.configPath) return session
  } catch (error) {
    await session.close()
    throw error
  }
  await session.close()
  return null
}

/** A client of a started coordinator in this process. */
export function connectInProcess({ router, reportUnknown }: Coordinator): HarombeClient & { close(): void } {
  const [near, far] = createMemoryChannelPair()
  serveChannel(far, router, { kind: 'cli', scopes: ['read', 'chat', 'admin'] }, { reportUnknown })
  return createRpcClient<HarombeContract>(near)
}

async function startInProcess(places: Places): Promise<Session> {
  const log = pino({ level: 'silent' })
  const coordinator = createCoordinator({
    ...places,
    mode: 'ephemeral',
    version,
    staticRoot: null,
    host: { capabilities: [], engine: findEngine(), toolThread: findToolThread() },
    log,
  })
  await coordinator.start()
  const client = connectInProcess(coordinator)
  return {
    client,
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
