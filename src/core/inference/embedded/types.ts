import type { EngineStatus } from '../../../shared/entities'
import type { ClientTarget, InferenceClient } from '../protocol'

/** What the weights are computed on. `auto` takes the best that is installed and works. */
export type EngineGpu = 'auto' | 'cpu' | 'cuda' | 'vulkan' | 'metal'

/** Accelerators that are large and therefore installed only when they are asked for. */
export type ExtraAccelerator = 'cuda' | 'vulkan'

/**
 * The optional package the embedded engine runs on: installed by npm into a folder of the data directory, never a
 * dependency of harombe itself.
 */
export interface EngineInstaller {
  /** Looks at the folder and at the engine process; starts nothing. Never throws. */
  status(): Promise<EngineStatus>
  /**
   * Lines of progress, then the end: the engine is there. A second call joins the installation under way. Aborting or
   * leaving the loop stops it when nobody else waits for it, and leaves what was installed before untouched.
   * @throws HarombeError NODE_REFUSED without npm, NODE_UNREACHABLE without network, STORAGE_FAILED, CANCELLED
   */
  install(signal: AbortSignal, extra?: ExtraAccelerator): AsyncIterable<{ line: string }>
  /** Deletes the folder; models stay. @throws HarombeError STORAGE_FAILED */
  remove(): Promise<void>
}

/** Where a model file can be had. */
export interface ModelSource {
  /** https; http to loopback only. */
  url: string
  /** Lower-case hex; null where nobody has pinned it. */
  sha256: string | null
}

/** The catalogue's answer to a name; null for a name it does not know or that has no GGUF. */
export type ModelSourceLookup = (model: string) => ModelSource | null

/** `inference.embedded` of harombe.yaml, as the engine takes it. */
export interface EmbeddedSettings {
  /** A path to a .gguf file or a name in the models folder; null: the only or first model there is. */
  model: string | null
  gpu: EngineGpu
  /** Null: the physical cores, as far as they can be told. */
  threads: number | null
}

/**
 * llama.cpp in a process of its own, which starts with the first question and ends when it is idle. One per coordinator:
 * every client of it shares the process and its queue.
 */
export interface EmbeddedEngine {
  createClient(target: ClientTarget): InferenceClient
  readonly installer: EngineInstaller
  /** Takes new settings over; what is loaded with other ones is loaded again at the next request. */
  configure(settings: EmbeddedSettings): void
  /** Ends the process and everything that waits for it. Idempotent. */
  stop(): Promise<void>
}
