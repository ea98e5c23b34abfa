import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { stringify } from 'yaml'
import type { HarombeClient } from '../shared/contract'
import type { ApplyRun } from '../shared/entities'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'
import { createSimulatedServer } from './simulation/create-simulated-server'
import type { SimulatedServer } from './simulation/types'

/** harombe.yaml with these nodes, and `more` of the cluster. */
export const fileOf = (nodes: object[], more: Record<string, unknown> = {}): string =>
  stringify({
    cluster: { local: { enabled: false }, health: { interval: 0.2, timeout: 15 }, ...more, nodes },
  })

/** The apply as it stands when it runs no more. */
export async function ended(client: HarombeClient, id: string): Promise<ApplyRun> {
  for await (const run of client.stream('config.watchApply', {})) {
    if (run?.id === id && run.state !== 'running') return run
  }
  throw new Error('It never ended.')
}

const megabyte = 1024 ** 2

/** Gives each test of a file a directory, and ends what it starts there. */
export function setUpApplies() {
  let directory = ''
  const cleanUps: (() => unknown)[] = []
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'harombe-apply-'))
  })
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
    await rm(directory, { recursive: true })
  })
  const path = () => join(directory, 'harombe.yaml')
  return {
    directory: () => directory,
    cleanUps,
    path,
    write: (text: string) => writeFile(path(), text),
    /** An Ollama with one small model, that can pull two larger ones. */
    async machine(pullMs = 40, pullSteps?: number): Promise<{ server: SimulatedServer; url: string }> {
      const server = createSimulatedServer({
        models: [{ name: 'small:latest', sizeBytes: 40 * megabyte }],
        registry: [
          { name: 'big:latest', sizeBytes: 80 * megabyte },
          { name: 'huge:latest', sizeBytes: 90 * megabyte },
        ],
        pullMs,
        ...(pullSteps === undefined ? {} : { pullSteps }),
      })
      const { url } = await server.start()
      cleanUps.push(() => server.stop())
      return { server, url }
    },
    async start(text: string | null = null): Promise<{ coordinator: Coordinator; client: HarombeClient }> {
      const coordinator = createQuietCoordinator(directory, text)
      cleanUps.push(() => coordinator.stop())
      await coordinator.start()
      const client = connectTo(coordinator, { kind: 'cli' })
      cleanUps.push(() => client.close())
      return { coordinator, client }
    },
  }
}
