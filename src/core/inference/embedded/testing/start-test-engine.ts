import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import type { InferenceClient } from '../../protocol'
import { createEmbeddedEngine } from '../create-embedded-engine'
import { type EngineChild, forkEngineProcess, type StartEngineProcess } from '../supervision/engine-child'
import type { EmbeddedEngine, EmbeddedSettings, ModelSourceLookup } from '../types'
import { engineForTests } from './engine-folder'
import { type TinyModelOptions, writeTinyModel } from './write-tiny-model'

export interface BuiltEngine {
  entry: string
  remove(): void
}

/** The engine process as the build makes it, for tests that run from the sources. */
export async function buildEngineProcess(): Promise<BuiltEngine> {
  const directory = mkdtempSync(join(tmpdir(), 'harombe-engine-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      outDir: directory,
      rollupOptions: {
        input: { engine: join(import.meta.dirname, '..', 'process', 'engine.ts') },
        output: { entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  })
  return { entry: join(directory, 'engine.mjs'), remove: () => rmSync(directory, { recursive: true }) }
}

export interface TestEngine {
  engine: EmbeddedEngine
  client: InferenceClient
  dataDirectory: string
  modelsFolder: string
  /** Every process that was started, the newest last; `kill` is what a crash looks like. */
  processes: EngineChild[]
  lines: string[]
  stop(): Promise<void>
}

export interface TestEngineOptions {
  entry: string
  models?: Record<string, TinyModelOptions> | undefined
  settings?: Partial<EmbeddedSettings> | undefined
  start?: StartEngineProcess | undefined
  lookup?: ModelSourceLookup | undefined
  /** Instead of the real one. */
  engineFolder?: string | undefined
}

/** The real engine over a data directory of its own, with models of random weights. */
export function startTestEngine(options: TestEngineOptions): TestEngine {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'harombe-embedded-'))
  const modelsFolder = join(dataDirectory, 'models')
  mkdirSync(modelsFolder)
  for (const [name, model] of Object.entries(options.models ?? {})) {
    writeTinyModel(join(modelsFolder, `${name}.gguf`), model)
  }
  const processes: EngineChild[] = []
  const lines: string[] = []
  const start = options.start ?? forkEngineProcess
  const engine = createEmbeddedEngine({
    host: {
      entry: options.entry,
      packageFolder: join(process.cwd(), 'resources', 'engine'),
      startProcess(entry) {
        const child = start(entry)
        processes.push(child)
        return child
      },
    },
    dataDirectory,
    env: { HAROMBE_ENGINE_DIR: options.engineFolder ?? engineForTests() ?? '' },
    settings: { model: null, gpu: 'cpu', threads: 1, ...options.settings },
    physicalCores: async () => 2,
    lookup: options.lookup ?? (() => null),
    clock: {
      monotonic: () => performance.now(),
      wall: Date.now,
      after(ms, task) {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
    },
    onLine: line => lines.push(line),
  })
  return {
    engine,
    client: engine.createClient({ baseUrl: 'embedded://local', backend: 'embedded' }),
    dataDirectory,
    modelsFolder,
    processes,
    lines,
    async stop() {
      await engine.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}
