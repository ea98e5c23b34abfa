import type { HardwareReport } from '../../shared/entities'
import { usablePercent } from './model-table'
import { gpuPools } from './recommend'

/** Memory of a machine, bytes; null for what nobody knows. */
export interface MachineMemory {
  vramBytes: number | null
  ramBytes: number | null
  /** GPU and processor share one memory: both figures are that memory. */
  unified: boolean
}

/** What was seen of models in a machine's memory, over all of them at a moment. Bytes. */
export interface SeenUse {
  /** Most that ever lay on its GPU. */
  gpuBytes: number
  /** Most that was ever loaded, on the GPU or not. */
  loadedBytes: number
  /** The least of which a part had to stay off the GPU; 0 when nothing ever lay on one. Null: never seen. */
  spilledBytes: number | null
}

interface Bounds {
  atLeast: number
  /** Null: nobody knows. */
  atMost: number | null
}

/** What a machine has for models. */
export interface Room {
  gpu: Bounds
  /** GPU and main memory together. */
  all: Bounds
  /** What is known, for people; null when nobody knows. */
  gpuKnown: number | null
  memoryKnown: number | null
}

const share = (bytes: number, percent: number) => Math.floor((bytes * percent) / 100)

/** What a model may use of a known memory: 85 % of VRAM, 60 % of a unified memory, half of main memory. */
function usable({ vramBytes, ramBytes, unified }: MachineMemory): {
  gpu: number | null
  memory: number | null
} {
  if (unified && vramBytes !== null) return { gpu: share(vramBytes, usablePercent.unified), memory: 0 }
  return {
    gpu: vramBytes === null ? null : share(vramBytes, usablePercent.dedicated),
    memory: ramBytes === null ? null : share(ramBytes, usablePercent.withoutGpu),
  }
}

/** What was seen widens what is known: a machine has at least what it was seen to hold. */
export function roomOf(memory: MachineMemory | null, seen: SeenUse | null): Room {
  const known = memory === null ? { gpu: null, memory: null } : usable(memory)
  const held = seen?.gpuBytes ?? 0
  const gpu: Bounds =
    known.gpu !== null
      ? { atLeast: Math.max(known.gpu, held), atMost: Math.max(known.gpu, held) }
      : { atLeast: held, atMost: seen === null ? null : gpuLimit(seen) }
  const addsUp = gpu.atMost !== null && known.memory !== null
  const atLeast = Math.max(gpu.atLeast + (known.memory ?? 0), seen?.loadedBytes ?? 0)
  return {
    gpu,
    all: {
      atLeast,
      atMost: addsUp ? Math.max(atLeast, (gpu.atMost ?? 0) + (known.memory ?? 0)) : null,
    },
    gpuKnown: known.gpu,
    memoryKnown: known.memory,
  }
}

/** A model that spilled bounds the GPU from above, unless more was seen on it since: then the machine has changed. */
const gpuLimit = ({ spilledBytes, gpuBytes }: SeenUse) =>
  spilledBytes === null || spilledBytes < gpuBytes ? null : spilledBytes

/** Takes one look at everything that is loaded on a machine into account. Models whose sizes are not told are left out. */
export function learnUse(
  seen: SeenUse | null,
  loaded: readonly { sizeBytes: number | null; vramBytes: number | null }[],
): SeenUse | null {
  let size = 0
  let onGpu = 0
  let told = false
  for (const { sizeBytes, vramBytes } of loaded) {
    if (sizeBytes === null || vramBytes === null) continue
    told = true
    size += sizeBytes
    onGpu += Math.min(vramBytes, sizeBytes)
  }
  if (!told) return seen
  const before = seen ?? { gpuBytes: 0, loadedBytes: 0, spilledBytes: null }
  const gpuBytes = Math.max(before.gpuBytes, onGpu)
  const spilled = onGpu === 0 ? 0 : onGpu < size ? size : null
  const least = [before.spilledBytes, spilled].filter(bytes => bytes !== null && bytes >= gpuBytes)
  return {
    gpuBytes,
    loadedBytes: Math.max(before.loadedBytes, size),
    spilledBytes: least.length === 0 ? null : Math.min(...least.map(Number)),
  }
}

/** The memory of the machine a report is about: its largest group of GPUs that can hold one model together. */
export function machineMemory(
  report: Pick<HardwareReport, 'platform' | 'arch' | 'memoryBytes' | 'gpus'>,
): MeasuredMemory {
  const largest = gpuPools(report).toSorted((a, b) => b.bytes * b.percent - a.bytes * a.percent)[0]
  const unified = largest?.percent === usablePercent.unified
  return {
    vramBytes: largest === undefined ? 0 : unified ? report.memoryBytes : largest.bytes,
    ramBytes: report.memoryBytes,
    unified,
  }
}

export interface MeasuredMemory extends MachineMemory {
  vramBytes: number
  ramBytes: number
}

/**
 * What another harombe says of its machine. It has no word for a shared memory, but says the same figure twice then, to the
 * byte; a card of exactly the size of the main memory there is not.
 */
export const memoryOfPeer = (told: { vramBytes: number; ramBytes: number }): MeasuredMemory => ({
  ...told,
  unified: told.vramBytes > 0 && told.vramBytes === told.ramBytes,
})
