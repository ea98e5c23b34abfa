import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Coordinator, createCoordinator } from '../../../src/core/coordinator'
import { createLog } from '../../../src/core/log'
import { serveCalls } from '../child-calls'

export interface CoordinatorFigures {
  /** Bytes, sampled four times a second. */
  rss: number
  rssMax: number
  /** How late the event loop came to its work, milliseconds. */
  delayP50: number
  delayP99: number
  delayMax: number
}

const resolutionMs = 5
const samplesMs = 250

const delays = monitorEventLoopDelay({ resolution: resolutionMs })
let rssMax = 0
let coordinator: Coordinator | null = null

const look = (): number => {
  const { rss } = process.memoryUsage()
  rssMax = Math.max(rssMax, rss)
  return rss
}

/** The histogram holds the time between two looks, the pause that was asked for included. */
const lateness = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolutionMs)

const calls = {
  async start({ dataDirectory }: { dataDirectory: string }): Promise<{ endpoint: string }> {
    coordinator = createCoordinator({
      mode: 'serve',
      dataDirectory,
      configPath: join(dataDirectory, 'harombe.yaml'),
      version: '0.0.0-chaos',
      staticRoot: null,
      host: { capabilities: [], storageThread: join(import.meta.dirname, 'storage-thread.mjs') },
      log: createLog(dataDirectory, 'serve'),
    })
    const { endpoint } = await coordinator.start()
    delays.enable()
    setInterval(look, samplesMs).unref()
    return { endpoint: endpoint ?? '' }
  },
  /** Of the time since the last reset. */
  figures(): CoordinatorFigures {
    return {
      rss: look(),
      rssMax,
      delayP50: lateness(delays.percentile(50)),
      delayP99: lateness(delays.percentile(99)),
      delayMax: lateness(delays.max),
    }
  },
  reset(): null {
    rssMax = 0
    delays.reset()
    return null
  },
  async stop(): Promise<null> {
    await coordinator?.stop()
    return null
  },
}
export type CoordinatorCalls = typeof calls

serveCalls(calls)
