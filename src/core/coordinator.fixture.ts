import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import type { HarombeClient, HarombeContract } from '../shared/contract'
import type { Caller } from '../shared/contract/caller'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { serveChannel } from '../shared/rpc/server'
import { type Coordinator, createCoordinator } from './coordinator'
import type { CoordinatorOptions } from './coordinator-options'

/** What a window of the owner's may do. */
const owner: Caller = { kind: 'desktop', scopes: ['read', 'chat', 'admin'] }

/** A coordinator without windows and without a log, on a free port. `directory` gets `harombe.yaml` and `data/`. */
export function createQuietCoordinator(
  directory: string,
  config: object | string | null,
  options: Partial<CoordinatorOptions> = {},
): Coordinator {
  const configPath = join(directory, 'harombe.yaml')
  if (config !== null) {
    writeFileSync(configPath, typeof config === 'string' ? config : JSON.stringify(config))
  }
  return createCoordinator({
    mode: 'serve',
    dataDirectory: join(directory, 'data'),
    configPath,
    version: '1.2.3',
    staticRoot: null,
    host: { capabilities: [] },
    log: pino({ level: 'silent' }),
    overrides: { port: 0 },
    ...options,
  })
}

export function connectTo(
  coordinator: Coordinator,
  caller: Partial<Caller> = {},
): HarombeClient & { close(): void } {
  const [near, far] = createMemoryChannelPair()
  const { reportUnknown, router } = coordinator
  serveChannel(far, router, { ...owner, ...caller }, { reportUnknown })
  return createRpcClient<HarombeContract>(near)
}

/** Resolves once any node may be asked. */
export const anyNodeOnline = (coordinator: Coordinator): Promise<void> =>
  new Promise(resolve => {
    coordinator.subscribeCluster(({ nodes }) => {
      if (nodes.some(({ status }) => status === 'online')) resolve()
    })
  })
