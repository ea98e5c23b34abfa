import type { Gpu } from '../../shared/entities'

/** A GPU as one probe saw it. Sizes in bytes, `load` 0–1; null is what this probe does not tell. */
export interface GpuSighting {
  name: string
  vendor: Gpu['vendor']
  source: Gpu['source']
  /** Its own memory; zero for an integrated GPU that only borrows; for unified memory the whole machine's. */
  memoryBytes: number | null
  memoryUsedBytes: number | null
  load: number | null
  unified: boolean
}

export interface ProbeOutcome {
  /**
   * absent: this machine does not have the tool, which is no fault. failed: it is there and told nothing.
   * stuck: it did not come back in time.
   */
  state: 'absent' | 'answered' | 'failed' | 'stuck'
  gpus: GpuSighting[]
  /** In words for the user. */
  warnings: string[]
}

export const absent: ProbeOutcome = { state: 'absent', gpus: [], warnings: [] }
