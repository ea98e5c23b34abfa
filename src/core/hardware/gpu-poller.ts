import type { GpuReader, GpuReading } from './resource-types'

/** The most of its time that a GPU tool may be running: one that takes 100 ms is asked once a second at most. */
const maximumDuty = 0.1
/** Milliseconds; a tool that keeps failing is asked this often in the end. */
const slowestRetryMs = 60_000

export interface GpuPoller {
  /** What is known now; figures are null while the tools fail. */
  readonly gpus: readonly GpuReading[]
  /** Starts a reading when one is due and none is running. Never throws, never waits. */
  pollIfDue(): void
}

/** Asks for GPU figures beside the sampler, so that a slow tool never delays a reading, and never twice at once. */
export function createGpuPoller(
  read: GpuReader,
  intervalMs: number,
  monotonic: () => number,
  signal: AbortSignal,
): GpuPoller {
  let gpus: readonly GpuReading[] = []
  let dueAt = Number.NEGATIVE_INFINITY
  let running = false
  let failures = 0

  async function poll() {
    const startedAt = monotonic()
    const readings = await read(signal).catch(() => ({ type: 'failed' }) as const)
    const now = monotonic()
    if (readings.type === 'read') {
      gpus = readings.gpus
      failures = 0
      // Half an interval early, or a clock that lags a little would skip every other sample.
      dueAt = Math.max(startedAt + intervalMs / 2, now + (now - startedAt) * (1 / maximumDuty - 1))
    } else if (readings.type === 'failed') {
      gpus = gpus.map(gpu => ({ ...gpu, load: null, memoryUsedBytes: null }))
      dueAt = now + Math.min(slowestRetryMs, intervalMs * 2 ** ++failures)
    } else {
      gpus = []
      dueAt = Number.POSITIVE_INFINITY
    }
  }

  return {
    get gpus() {
      return gpus
    },
    pollIfDue() {
      if (running || signal.aborted || monotonic() < dueAt) return
      running = true
      void poll().finally(() => {
        running = false
      })
    },
  }
}
