import { join } from 'node:path'
import { Agent } from 'undici'
import { HarombeError } from '../../../shared/errors'
import { pause } from '../../../shared/pause'
import { createEmbeddedClient } from './create-embedded-client'
import { createEngineCore } from './engine-core'
import { engineFolder, readInstalled } from './installer/engine-folder'
import { createEngineInstaller } from './installer/engine-installer'
import { findNpm, thisMachine } from './installer/find-npm'
import { thisPlatform } from './installer/platform-packages'
import { freeBytes } from './models/download'
import { createModelStore } from './models/model-store'
import { forkEngineProcess, type StartEngineProcess } from './supervision/engine-child'
import type { EngineClock } from './supervision/engine-clock'
import { createEngineSupervisor } from './supervision/engine-supervisor'
import { createIdleKeeper } from './supervision/idle-keeper'
import type { EmbeddedEngine, EmbeddedSettings, ModelSourceLookup } from './types'

/** What a host has to say about the engine. */
export interface EngineHost {
  /** Path of the built engine process. */
  entry: string
  /** The folder that ships with harombe and says what to install. */
  packageFolder: string
  /** How this host starts a process; default: Node's fork. */
  startProcess?: StartEngineProcess | undefined
}

export interface EmbeddedEngineOptions {
  host: EngineHost
  dataDirectory: string
  env: Readonly<Record<string, string | undefined>>
  settings: EmbeddedSettings
  /** Cores of this machine, each counted once. */
  physicalCores(): Promise<number>
  lookup: ModelSourceLookup
  clock: EngineClock
  /** What the process writes, and what becomes of it. */
  onLine(line: string): void
}

const isSame = (a: EmbeddedSettings, b: EmbeddedSettings) => a.gpu === b.gpu && a.threads === b.threads

/** The embedded engine of one coordinator. Nothing runs before the first question. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const { host, clock, onLine } = options
  const folder = engineFolder(options.dataDirectory, options.env)
  const start = host.startProcess ?? forkEngineProcess
  const dispatcher = new Agent({ connect: { timeout: 20_000 } })
  const report = (error: unknown) => onLine(`the engine process: ${String(error)}`)
  let settings = options.settings
  let stopping: Promise<void> | null = null

  async function assertInstalled(): Promise<void> {
    if (stopping !== null) throw new HarombeError('CANCELLED', 'harombe is ending.')
    if ((await readInstalled(folder)) !== null) return
    throw new HarombeError(
      'CONFIG_INVALID',
      'The embedded engine is not installed: run `harombe engine install`.',
      {
        hint: 'Run `harombe engine install`, or install it from the Models page.',
      },
    )
  }

  const supervisor = createEngineSupervisor({
    startProcess: () => start(host.entry),
    async configuration() {
      await assertInstalled()
      const { gpu, threads } = settings
      // One core is left to everything else: with as many threads as cores, each waits for the slowest at every step.
      return { folder, gpu, threads: threads ?? Math.max(1, (await options.physicalCores()) - 1) }
    },
    clock,
    onLine,
    onChange: () => {
      if (!supervisor.now().running) keeper.forget()
    },
  })
  const keeper = createIdleKeeper({
    clock,
    unload: model => void core.unload(model, new AbortController().signal).catch(report),
    endProcess: () => void supervisor.end().catch(report),
  })
  const store = createModelStore(join(options.dataDirectory, 'models'), () => settings.model)
  const core = createEngineCore({
    store,
    supervisor,
    keeper,
    clock,
    download: { dispatcher, freeBytes, pause, monotonic: clock.monotonic },
    lookup: options.lookup,
    assertInstalled,
    version: async () => (await readInstalled(folder))?.version ?? null,
  })
  const installer = createEngineInstaller({
    folder,
    packageFolder: host.packageFolder,
    platform: thisPlatform(),
    findNpm: () => findNpm(thisMachine()),
    running: () => ({ ...supervisor.now(), failure: supervisor.refusal() }),
    async beforeReplacing() {
      await supervisor.end()
      supervisor.forgetCrashes()
    },
  })

  async function stop(): Promise<void> {
    keeper.stop()
    await supervisor.end()
    await dispatcher.destroy()
  }

  return {
    createClient: target => createEmbeddedClient(target, core),
    installer,
    configure(next) {
      const isChanged = !isSame(settings, next)
      settings = next
      if (!isChanged) return
      supervisor.forgetCrashes()
      supervisor.endWhenIdle()
    },
    stop() {
      stopping ??= stop()
      return stopping
    },
  }
}
