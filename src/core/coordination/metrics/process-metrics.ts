import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, type Registry } from 'prom-client'

/** Milliseconds between two looks at the event loop, which the delay it measures includes. */
const resolution = 10
/** To look so often costs 0.4 % of a core: the loop is watched from the first question for figures until nobody asks any more. */
const unaskedMs = 5 * 60_000

export interface ProcessMetrics {
  refresh(): void
  stop(): void
}

/**
 * How the process itself does, by the names every dashboard of a Node program knows. prom-client's own collectors cannot be
 * stopped: a coordinator that ended would go on measuring.
 */
export function registerProcessMetrics(
  registry: Registry,
  createMonitor: typeof monitorEventLoopDelay = monitorEventLoopDelay,
): ProcessMetrics {
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const cpu = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time spent, seconds',
    registers,
  })
  const resident = gauge('process_resident_memory_bytes', 'Memory the process holds')
  const heap = gauge('nodejs_heap_size_used_bytes', 'Memory in use by JavaScript')
  const started = gauge('process_start_time_seconds', 'When the process started, seconds since the epoch')
  const worst = gauge(
    'nodejs_eventloop_lag_max_seconds',
    'Longest delay of the event loop since the last look',
  )
  const common = gauge(
    'nodejs_eventloop_lag_p50_seconds',
    'Median delay of the event loop since the last look',
  )
  const rare = gauge(
    'nodejs_eventloop_lag_p99_seconds',
    '99 % of the delays since the last look were shorter',
  )
  started.set(Math.round(Date.now() / 1000 - process.uptime()))
  const delay = createMonitor({ resolution })
  let ending: NodeJS.Timeout | undefined
  const seconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolution / 1e3)
  const end = () => {
    delay.disable()
    // At the next question it would be of another time.
    delay.reset()
    for (const each of [worst, common, rare]) each.set(0)
  }

  return {
    refresh() {
      const { user, system } = process.cpuUsage()
      cpu.reset()
      cpu.inc((user + system) / 1e6)
      const { rss, heapUsed } = process.memoryUsage()
      resident.set(rss)
      heap.set(heapUsed)
      // Nothing was measured yet: the extremes of an empty histogram are no delays.
      if (delay.count > 0) {
        worst.set(seconds(delay.max))
        common.set(seconds(delay.percentile(50)))
        rare.set(seconds(delay.percentile(99)))
        delay.reset()
      }
      delay.enable()
      clearTimeout(ending)
      ending = setTimeout(end, unaskedMs).unref()
    },
    stop() {
      clearTimeout(ending)
      end()
    },
  }
}
