import { setTimeout as sleep } from 'node:timers/promises'
import { orAborted } from './or-aborted'
import type { SimulatedModel } from './types'

/** A model with every property decided. */
export type ModelSpec = Required<SimulatedModel>

export function completeModel(model: SimulatedModel): ModelSpec {
  const contextLength = model.contextLength ?? 32_768
  const size = /(\d+(?:\.\d+)?)b\b/i.exec(model.name)?.[1]
  return {
    sizeBytes: 0,
    contextLength,
    servedContext: contextLength,
    capabilities: ['completion', 'tools', 'insert', 'vision'],
    dimensions: 64,
    family: 'simulated',
    parameters: size === undefined ? '' : `${size}B`,
    quantization: '',
    license: '',
    architecture: { layers: 16, keyValueHeads: 8, keyLength: 64, valueLength: 64 },
    gpuShare: 1,
    loaded: false,
    ...model,
  }
}

/** Bytes of one token in a KV cache of 16 bits a value. */
function keyValueBytes({ architecture }: ModelSpec): number {
  const { layers, keyValueHeads, keyLength, valueLength } = architecture
  return layers * keyValueHeads * (keyLength + valueLength) * 2
}

interface LoadedState {
  context: number
  /** Nobody asked for this context, so whoever asks for none is content with it. */
  isAutomatic: boolean
  active: number
  /** On the store's clock; Infinity: for ever. */
  until: number
}

export interface StoredModel {
  readonly spec: ModelSpec
  loaded: LoadedState | null
}

export interface Hold {
  context: number
  /** Milliseconds the load took; 0 when it was loaded. */
  loadedIn: number
  /** The answer is over: from now on the time to keep the model runs. */
  release(): void
}

export interface ModelStore {
  list(): readonly StoredModel[]
  /** With or without `:latest`. */
  find(name: string): StoredModel | null
  add(model: SimulatedModel): void
  remove(model: StoredModel): void
  /** Bytes in memory, weights and KV cache; 0 while it is not loaded. */
  memoryOf(model: StoredModel): number
  /** Milliseconds until it is dropped; null while it is not loaded. */
  remaining(model: StoredModel): number | null
  /**
   * Loads it unless it is loaded with that context (left out: any that nobody asked for), and keeps it until released.
   * @param keepAlive milliseconds; 0 drops it with the release @throws AbortError
   */
  hold(
    model: StoredModel,
    wanted: { context?: number | undefined; keepAlive: number },
    loadMs: number,
    signal: AbortSignal,
  ): Promise<Hold>
  unload(model: StoredModel): void
  /** The process died: loads end, and what is in memory is what was at the start. */
  reset(): void
  readonly counts: { loads: number; unloads: number }
}

const sameName = (served: string, asked: string): boolean =>
  served === asked || served === `${asked}:latest` || `${served}:latest` === asked

/** @param now monotonic milliseconds */
export function createModelStore(
  models: readonly SimulatedModel[],
  now: () => number = () => performance.now(),
): ModelStore {
  const counts = { loads: 0, unloads: 0 }
  const loading = new Map<StoredModel, Promise<unknown>>()
  let life = new AbortController()
  const initial = (spec: ModelSpec): LoadedState | null =>
    spec.loaded
      ? { context: spec.servedContext, isAutomatic: true, active: 0, until: Number.POSITIVE_INFINITY }
      : null
  const store = (model: SimulatedModel): StoredModel => {
    const spec = completeModel(model)
    return { spec, loaded: initial(spec) }
  }
  let stored = models.map(store)

  const drop = (model: StoredModel): void => {
    if (model.loaded === null) return
    model.loaded = null
    counts.unloads++
  }
  const expire = (): void => {
    for (const model of stored) {
      if (model.loaded !== null && model.loaded.active === 0 && model.loaded.until <= now()) drop(model)
    }
  }

  return {
    counts,
    list() {
      expire()
      return stored
    },
    find(name) {
      expire()
      return stored.find(({ spec }) => sameName(spec.name, name)) ?? null
    },
    add(model) {
      stored = [...stored.filter(({ spec }) => !sameName(spec.name, model.name)), store(model)]
    },
    remove(model) {
      drop(model)
      stored = stored.filter(other => other !== model)
    },
    memoryOf({ spec, loaded }) {
      if (loaded === null || spec.sizeBytes === 0) return 0
      return spec.sizeBytes + keyValueBytes(spec) * loaded.context
    },
    remaining: ({ loaded }) => (loaded === null ? null : Math.max(0, loaded.until - now())),
    async hold(model, { context, keepAlive }, loadMs, signal) {
      expire()
      const start = now()
      for (let under = loading.get(model); under !== undefined; under = loading.get(model)) {
        await orAborted(under, signal)
      }
      const target = Math.min(context ?? model.spec.servedContext, model.spec.contextLength)
      const fits =
        model.loaded !== null &&
        (model.loaded.context === target || (context === undefined && model.loaded.isAutomatic))
      if (!fits) {
        // The load goes on when the one who asked for it leaves, as with Ollama's scheduler.
        const load = sleep(loadMs, undefined, { signal: life.signal })
          .then(() => {
            drop(model)
            model.loaded = {
              context: target,
              isAutomatic: context === undefined,
              active: 0,
              until: now() + keepAlive,
            }
            counts.loads++
          })
          // Only a reset ends it early, and a reset leaves nobody to be told.
          .catch(() => {})
          .finally(() => loading.delete(model))
        loading.set(model, load)
        await orAborted(load, signal)
      }
      const held = model.loaded
      if (held === null) return { context: target, loadedIn: 0, release: () => {} }
      held.active++
      let isReleased = false
      return {
        context: held.context,
        loadedIn: fits ? 0 : now() - start,
        release() {
          if (isReleased) return
          isReleased = true
          held.active--
          held.until = now() + keepAlive
          expire()
        },
      }
    },
    unload: drop,
    reset() {
      life.abort()
      life = new AbortController()
      for (const model of stored) model.loaded = initial(model.spec)
    },
  }
}
