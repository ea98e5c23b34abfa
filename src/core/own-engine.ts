import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { systemClock } from '../shared/clock'
import type { Config } from '../shared/config/schema'
import { HarombeError } from '../shared/errors'
import { pause } from '../shared/pause'
import { expandHome } from './config/data-directory'
import type { CoordinatorOptions } from './coordinator-options'
import type { EngineControl } from './gateway/handlers/models-handlers'
import { findInCatalogue } from './hardware/catalogue'
import { createEmbeddedEngine } from './inference/embedded/create-embedded-engine'
import { adviseUse } from './inference/embedded/installer/advise-use'
import { isPath } from './inference/embedded/models/model-names'
import type { EmbeddedEngine, EmbeddedSettings } from './inference/embedded/types'
import type { OwnHardware } from './own-hardware'

/** The embedded engine of a coordinator, as far as its host has one. */
export interface OwnEngine {
  /** Undefined for a host without. */
  embedded: EmbeddedEngine | undefined
  control: EngineControl
  applyConfig(): void
  stop(): Promise<void>
}

/** Paths in the file are relative to the file. */
function settingsOf({ inference: { embedded } }: Config, configPath: string): EmbeddedSettings {
  const { model = null, gpu, threads = null } = embedded
  const path = model !== null && isPath(model) ? resolve(dirname(configPath), expandHome(model)) : model
  return { model: path, gpu, threads }
}

/** How long a question may wait for the number of cores: the graphics cards are looked for at the same time. */
const patienceMs = 2000

/** Half of what the system counts, when it takes too long to know more: most processors count each core twice. */
async function countCores(hardware: Pick<OwnHardware, 'report'>): Promise<number> {
  const over = new AbortController()
  const known = hardware.report().then(({ cpu }) => cpu.physicalCores)
  const guess = pause(patienceMs, over.signal).then(() => Math.max(1, availableParallelism() >> 1))
  try {
    return await Promise.race([known, guess])
  } finally {
    over.abort()
  }
}

const withoutEngine = (dataDirectory: string): OwnEngine => ({
  embedded: undefined,
  control: {
    status: async () => ({
      state: 'absent',
      version: null,
      accelerator: null,
      hint: 'This harombe has no engine of its own.',
      folder: join(dataDirectory, 'engine'),
    }),
    // biome-ignore lint/correctness/useYield: it fails before there is any progress
    async *install() {
      throw new HarombeError('NODE_REFUSED', 'This harombe has no engine of its own.')
    },
  },
  applyConfig: () => undefined,
  stop: () => Promise.resolve(),
})

/** Starts nothing: the engine's process comes with the first question it is asked. */
export function createOwnEngine(
  { host, dataDirectory, configPath, log }: CoordinatorOptions,
  config: () => Config,
  hardware: Pick<OwnHardware, 'report'>,
): OwnEngine {
  if (host.engine === undefined) return withoutEngine(dataDirectory)
  const embedded = createEmbeddedEngine({
    host: host.engine,
    dataDirectory,
    env: process.env,
    settings: settingsOf(config(), configPath),
    physicalCores: () => countCores(hardware),
    lookup: model => findInCatalogue(model)?.gguf ?? null,
    clock: systemClock,
    onLine: line => log.info({ engine: line }, 'embedded engine'),
  })
  return {
    embedded,
    control: {
      ...embedded.installer,
      status: async () => adviseUse(await embedded.installer.status(), config().inference.backend),
    },
    applyConfig: () => embedded.configure(settingsOf(config(), configPath)),
    stop: () => embedded.stop(),
  }
}
