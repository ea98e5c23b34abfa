import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { readLock } from '../core/config/directory-lock'
import { type Coordinator, createCoordinator } from '../core/coordinator'
import { openCoordinatorSocket } from '../core/coordinator-socket'
import type { HarombeClient, HarombeContract } from '../shared/contract'
import { HarombeError, hasCode } from '../shared/errors'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { serveChannel } from '../shared/rpc/server'
import { createWebSocketChannel } from '../shared/rpc/websocket-channel'
import {
  findEngine,
  findIngestThread,
  findSearchThread,
  findStorageThread,
  findToolThread,
  type Places,
  version,
} from './environment'

/** A coordinator to talk to, whichever process it lives in. */
export interface Session {
  client: HarombeClient
  /** Of a coordinator that runs anyway; else of one for this command alone. */
  isShared?: boolean | undefined
  close(): Promise<void>
}

/** The coordinator that holds the data directory; null when none does, or none that listens yet. */
export async function connectToHolder(dataDirectory: string): Promise<Session | null> {
  const lock = await readLock(dataDirectory)
  if (lock === null || lock.endpoint === null) return null
  const socket = await openCoordinatorSocket(lock.endpoint, lock.token)
  const client = createRpcClient<HarombeContract>(createWebSocketChannel(socket))
  return { client, isShared: true, close: async () => client.close() }
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

async function startInProcess(
  places: Places,
  mode: 'ephemeral' | 'serve',
  readsBroken = false,
): Promise<Session> {
  const log = pino({ level: 'silent' })
  const stored = mode === 'serve'
  const coordinator = createCoordinator({
    ...places,
    mode,
    listens: false,
    readsBroken,
    version,
    staticRoot: null,
    host: {
      capabilities: [],
      engine: findEngine(),
      ...(stored ? { storageThread: findStorageThread(), searchThread: findSearchThread() } : {}),
      ingestThread: findIngestThread(),
      toolThread: findToolThread(),
    },
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
export async function openSession(places: Places, readsBroken = false): Promise<Session> {
  return (await connectToRunning(places)) ?? startInProcess(places, 'ephemeral', readsBroken)
}

/** Another command, or a coordinator that does not listen yet, gives the directory free or can be joined soon. */
const patienceMs = 15_000
const pauseMs = 200

/** The coordinator that `connect` finds, or one for the duration of a command that owns the data directory as any other does. */
async function openHolding(
  places: Places,
  signal: AbortSignal,
  connect: () => Promise<Session | null>,
): Promise<Session> {
  const until = performance.now() + patienceMs
  for (;;) {
    const running = await connect()
    if (running !== null) return running
    try {
      return await startInProcess(places, 'serve')
    } catch (error) {
      if (!hasCode(error, 'LOCKED') || performance.now() > until) throw error
    }
    await delay(pauseMs, undefined, { signal })
  }
}

/**
 * A coordinator that has the stored conversations: the one that runs, or one for the duration of a command, which owns the data
 * directory meanwhile as any other does. Waits for a moment where the directory is taken by one that cannot be joined.
 * @throws HarombeError LOCKED when it stays so
 */
export const openStoredSession = (places: Places, signal: AbortSignal): Promise<Session> =>
  // Whatever file was named: the conversations belong to the directory.
  openHolding(places, signal, () => connectToHolder(places.dataDirectory))

/**
 * A coordinator that may change what this file is about, and keeps a record of it: as `openStoredSession`, but never one with
 * another file. @throws HarombeError LOCKED, CONFLICT when the directory belongs to one that runs with another file
 */
export const openOwningSession = (places: Places, signal: AbortSignal): Promise<Session> =>
  openHolding(places, signal, async () => {
    const running = await connectToRunning(places)
    if (running !== null || !places.configIsExplicit) return running
    const lock = await readLock(places.dataDirectory)
    if (lock?.endpoint == null) return null
    throw new HarombeError('CONFLICT', `harombe runs at ${lock.endpoint} with another file.`, {
      hint: `Stop it first, or keep what belongs to ${places.configPath} elsewhere with --data-dir.`,
    })
  })
