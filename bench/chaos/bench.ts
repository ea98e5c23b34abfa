import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readLock } from '../../src/core/config/directory-lock'
import { openCoordinatorSocket } from '../../src/core/coordinator-socket'
import type { SimulatedBehaviour } from '../../src/core/simulation/types'
import type { HarombeClient, HarombeContract } from '../../src/shared/contract'
import type { NodeView } from '../../src/shared/entities'
import { createRpcClient } from '../../src/shared/rpc/client'
import { createWebSocketChannel } from '../../src/shared/rpc/websocket-channel'
import { type Child, startChild } from './child-calls'
import type { CoordinatorCalls } from './children/coordinator'
import type { FarmCalls, FarmNode, Fault } from './children/farm'

export interface BenchOptions {
  /** Of `bundlePrograms`. */
  program: string
  nodes: number
  slots: number
  seed: number
  behaviour: Partial<SimulatedBehaviour>
  /** Lines of harombe.yaml under `cluster:`, as an object. */
  cluster?: Record<string, unknown>
  /** Where the farm runs if not here: a command to run it by, and an address for each node. */
  farm?: { hosts: readonly string[]; wrapper: readonly string[] }
  /** Without a proxy before each node no fault can be made; a connection's end is then told at once. Default true. */
  proxied?: boolean
}

export type Window = HarombeClient & { close(): void }

/** One coordinator in front of a farm of machines whose answers are known beforehand. */
export interface Bench {
  readonly endpoint: string
  readonly dataDirectory: string
  readonly nodes: readonly FarmNode[]
  readonly farm: Child<FarmCalls>
  readonly coordinator: Child<CoordinatorCalls>
  openWindow(): Promise<Window>
  /** Nodes as the coordinator sees them. */
  views(): Promise<readonly NodeView[]>
  /** @throws Error when it does not come true in time */
  until(what: string, isTrue: () => Promise<boolean>, timeoutMs?: number): Promise<void>
  fault(node: string, fault: Fault): Promise<number>
  /** Ends the coordinator in good order; its data stays until `close`. */
  stopCoordinator(): Promise<void>
  close(): Promise<void>
}

function configOf(nodes: readonly FarmNode[], { slots, cluster = {} }: BenchOptions): string {
  return JSON.stringify({
    server: { port: 0 },
    cluster: {
      local: { enabled: false },
      probe_capabilities: false,
      nodes: nodes.map(node => ({ ...node, model: 'oracle', tier: 0, slots, insecure: true })),
      ...cluster,
    },
  })
}

const pollMs = 50
const windowAttempts = 6

async function until(what: string, isTrue: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain: ${what}.`)
    await sleep(pollMs)
  }
}

/** Starts farm and coordinator and waits until every node may be used. */
export async function startBench(options: BenchOptions): Promise<Bench> {
  const { program, nodes: count, seed, slots, behaviour, farm: place, proxied = true } = options
  const dataDirectory = mkdtempSync(join(tmpdir(), 'harombe-chaos-'))
  const farm = startChild<FarmCalls>(program, ['farm'], place?.wrapper)
  const coordinator = startChild<CoordinatorCalls>(program, ['coordinator'])
  let endpoint = ''

  const openWindow = async (): Promise<Window> => {
    const lock = await readLock(dataDirectory)
    for (let attempt = 1; ; attempt++) {
      try {
        const socket = await openCoordinatorSocket(endpoint, lock?.token ?? '')
        return createRpcClient<HarombeContract>(createWebSocketChannel(socket))
      } catch (error) {
        // A page tries again too.
        if (attempt === windowAttempts) throw error
      }
    }
  }
  const close = async () => {
    await Promise.all([farm.end(), coordinator.end()])
    rmSync(dataDirectory, { recursive: true, force: true })
  }

  try {
    const nodes = await farm.call('start', {
      nodes: count,
      seed,
      proxied,
      // It turns away what exceeds its slots, so that is counted.
      behaviour: { ...behaviour, slots: behaviour.slots ?? slots },
      ...(place === undefined ? {} : { hosts: place.hosts }),
    })
    writeFileSync(join(dataDirectory, 'harombe.yaml'), configOf(nodes, options))
    endpoint = (await coordinator.call('start', { dataDirectory })).endpoint
    const watcher = await openWindow()
    const views = async () => {
      for await (const update of watcher.stream('cluster.watchCluster', {})) {
        if (update.type === 'snapshot') return update.view.nodes
      }
      return []
    }
    await until('every node online', async () => (await views()).every(({ status }) => status === 'online'))
    return {
      endpoint,
      dataDirectory,
      nodes,
      farm,
      coordinator,
      openWindow,
      views,
      until,
      fault: (node, fault) => farm.call('fault', { node, fault }),
      async stopCoordinator() {
        watcher.close()
        await coordinator.call('stop', {})
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
