import { type Clock, systemClock } from '../../shared/clock'
import type { ResourceReading } from '../../shared/entities'
import { createGpuPoller } from './gpu-poller'
import { createLatest, type Latest } from './latest'
import type { CpuTimes } from './machine'
import { createResourceSources } from './resource-sources'
import type { MemoryReading, ResourceSources } from './resource-types'

export type MonitorClock = Pick<Clock, 'monotonic' | 'after'>

export interface ResourceMonitorOptions {
  /** Milliseconds between two readings; default 1,000. */
  intervalMs?: number | undefined
  sources?: ResourceSources | undefined
  clock?: MonitorClock | undefined
}

export interface ResourceMonitor {
  /**
   * Readings until the signal fires, the newest at once if others are watching already. A slow consumer misses readings
   * instead of piling them up. Never throws.
   */
  watch(signal: AbortSignal): AsyncIterable<ResourceReading>
}

/** The first reading comes early, so that an opening window is not blank for a whole interval. */
const firstReadingMs = 250

/** One sampler for any number of watchers; it runs, and its timer exists, only while somebody watches. */
export function createResourceMonitor(options: ResourceMonitorOptions = {}): ResourceMonitor {
  const { intervalMs = 1_000, sources = createResourceSources(), clock = systemClock } = options
  const watchers = new Set<Latest<ResourceReading>>()
  let sampler: Sampler | null = null

  return {
    async *watch(signal) {
      if (signal.aborted) return
      const watcher = createLatest<ResourceReading>()
      // Called on abort as well as at the end: a consumer that never comes back must not keep the sampler running.
      const leave = () => {
        watcher.close()
        if (!watchers.delete(watcher) || watchers.size > 0) return
        sampler?.stop()
        sampler = null
      }
      signal.addEventListener('abort', leave, { once: true })
      watchers.add(watcher)
      sampler ??= startSampler({ intervalMs, sources, clock }, reading => {
        for (const each of watchers) each.put(reading)
      })
      if (sampler.latest !== null) watcher.put(sampler.latest)
      try {
        for (let reading = await watcher.take(); reading !== null; reading = await watcher.take()) {
          yield reading
        }
      } finally {
        signal.removeEventListener('abort', leave)
        leave()
      }
    },
  }
}

interface Sampler {
  readonly latest: ResourceReading | null
  stop(): void
}

function startSampler(
  {
    intervalMs,
    sources,
    clock,
  }: Required<{ [K in keyof ResourceMonitorOptions]: NonNullable<ResourceMonitorOptions[K]> }>,
  publish: (reading: ResourceReading) => void,
): Sampler {
  const stopping = new AbortController()
  const { signal } = stopping
  const gpus = createGpuPoller(sources.createGpuReader(), intervalMs, () => clock.monotonic(), signal)
  const cpuLoad = createCpuMeter(() => sources.cpuTimes())
  let memory: MemoryReading | null = null
  let latest: ResourceReading | null = null
  let cancelTimer = () => {}

  function schedule(at: number) {
    cancelTimer = clock.after(Math.max(0, at - clock.monotonic()), () => void sample(at))
  }

  // The next reading is set up when this one is done, so two never overlap; a late one is dropped, not caught up with.
  async function sample(dueAt: number) {
    gpus.pollIfDue()
    memory = await sources.memory(signal).catch(() => memory)
    if (signal.aborted) return
    const load = cpuLoad()
    if (memory !== null) {
      latest = {
        cpuLoad: load,
        memoryUsedBytes: memory.usedBytes,
        memoryTotalBytes: memory.totalBytes,
        gpus: [...gpus.gpus],
      }
      publish(latest)
    }
    const now = clock.monotonic()
    schedule(now < dueAt + intervalMs ? dueAt + intervalMs : now + intervalMs)
  }

  gpus.pollIfDue()
  schedule(clock.monotonic() + Math.min(firstReadingMs, intervalMs))
  return {
    get latest() {
      return latest
    },
    stop() {
      stopping.abort()
      cancelTimer()
    },
  }
}

/** The busy share of all processors since the last call, 0–1; the first call covers the time since creation. */
function createCpuMeter(read: () => CpuTimes): () => number {
  let before = read()
  let load = 0
  return () => {
    const now = read()
    const total = now.total - before.total
    // Two calls within one tick of the counters, or counters that went back after sleep, say nothing new.
    if (total > 0) load = Math.min(1, Math.max(0, (now.busy - before.busy) / total))
    before = now
    return load
  }
}
