import type { ResourceReading } from '../../shared/entities'
import type { CpuTimes } from './machine'

export interface MemoryReading {
  usedBytes: number
  totalBytes: number
}

export type GpuReading = ResourceReading['gpus'][number]

export type GpuReadings =
  | { type: 'read'; gpus: GpuReading[] }
  /** Every tool failed this time. */
  | { type: 'failed' }
  /** Nothing on this machine tells; asking again is pointless. */
  | { type: 'none' }

/** May reject or take long; the monitor bears both. An abort ends whatever program is running. */
export type GpuReader = (signal: AbortSignal) => Promise<GpuReadings>

/** Where the monitor's figures come from. */
export interface ResourceSources {
  cpuTimes(): CpuTimes
  memory(signal: AbortSignal): Promise<MemoryReading>
  /** A reader for one run of the sampler: it remembers which tools are not there. */
  createGpuReader(): GpuReader
}
