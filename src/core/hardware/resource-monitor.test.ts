import { describe, expect, it } from 'vitest'
import { type ResourceReading, resourceReading } from '../../shared/entities'
import { createManualClock, settle } from './fixtures/manual-clock'
import { createResourceMonitor } from './resource-monitor'
import type { GpuReadings, ResourceSources } from './resource-types'

const total = 16 * 1024 ** 3
const idleGpu = { name: 'GPU', load: 0.5, memoryUsedBytes: 1, memoryTotalBytes: 2 }

interface Script {
  memory?: (signal: AbortSignal) => Promise<{ usedBytes: number; totalBytes: number }>
  gpus?: (signal: AbortSignal) => Promise<GpuReadings>
  cpu?: () => { busy: number; total: number }
}

function setUp(script: Script = {}) {
  const clock = createManualClock()
  const calls = { gpus: 0, memory: 0, readers: 0 }
  const sources: ResourceSources = {
    cpuTimes: script.cpu ?? (() => ({ busy: clock.monotonic() / 4, total: clock.monotonic() })),
    async memory(signal) {
      calls.memory++
      return script.memory ? script.memory(signal) : { usedBytes: total / 2, totalBytes: total }
    },
    createGpuReader() {
      calls.readers++
      return async signal => {
        calls.gpus++
        return script.gpus ? script.gpus(signal) : { type: 'read', gpus: [idleGpu] }
      }
    },
  }
  return { clock, calls, monitor: createResourceMonitor({ intervalMs: 1_000, sources, clock }) }
}

/** Reads as fast as readings come until the signal fires. */
function follow(monitor: { watch(signal: AbortSignal): AsyncIterable<ResourceReading> }) {
  const controller = new AbortController()
  const readings: ResourceReading[] = []
  let ended = false
  const done = (async () => {
    for await (const reading of monitor.watch(controller.signal)) readings.push(reading)
    ended = true
  })()
  return { readings, stop: () => controller.abort(), done, ended: () => ended }
}

describe('watching', () => {
  it('gives a first reading early and then one each interval', async () => {
    const { clock, monitor } = setUp()
    const watcher = follow(monitor)
    await clock.advance(250)
    expect(watcher.readings).toEqual([
      { cpuLoad: 0.25, memoryUsedBytes: total / 2, memoryTotalBytes: total, gpus: [idleGpu] },
    ])
    expect(resourceReading.parse(watcher.readings[0])).toEqual(watcher.readings[0])
    await clock.advance(10_000)
    expect(watcher.readings).toHaveLength(11)
    watcher.stop()
    await watcher.done
  })

  it('reads nothing and keeps no timer while nobody watches', async () => {
    const { clock, calls, monitor } = setUp()
    const neverIterated = monitor.watch(new AbortController().signal)
    await clock.advance(5_000)
    expect(neverIterated).toBeDefined()
    expect(calls).toEqual({ gpus: 0, memory: 0, readers: 0 })
    const watcher = follow(monitor)
    await clock.advance(2_000)
    watcher.stop()
    await watcher.done
    const before = { ...calls }
    expect(clock.pending).toBe(0)
    await clock.advance(60_000)
    expect(calls).toEqual(before)
  })

  it('shares one sampler among many watchers and stops it with the last', async () => {
    const { clock, calls, monitor } = setUp()
    const watchers = Array.from({ length: 5 }, () => follow(monitor))
    await clock.advance(3_250)
    expect(calls).toMatchObject({ memory: 4, readers: 1 })
    expect(watchers.map(({ readings }) => readings.length)).toEqual([4, 4, 4, 4, 4])
    for (const watcher of watchers.slice(1)) watcher.stop()
    await clock.advance(1_000)
    expect(watchers[0]?.readings).toHaveLength(5)
    expect(watchers[1]?.readings).toHaveLength(4)
    expect(clock.pending).toBe(1)
    watchers[0]?.stop()
    await settle()
    expect(clock.pending).toBe(0)
  })

  it('shows a late-comer the newest reading at once', async () => {
    const { clock, monitor } = setUp()
    const first = follow(monitor)
    await clock.advance(1_250)
    const second = follow(monitor)
    await settle()
    expect(second.readings).toEqual([first.readings.at(-1)])
    first.stop()
    second.stop()
    await Promise.all([first.done, second.done])
  })

  it('starts afresh when somebody comes back', async () => {
    const { clock, calls, monitor } = setUp()
    const first = follow(monitor)
    await clock.advance(1_250)
    first.stop()
    await first.done
    await clock.advance(60_000)
    const second = follow(monitor)
    await settle()
    expect(second.readings).toEqual([])
    await clock.advance(250)
    expect(second.readings).toHaveLength(1)
    expect(calls.readers).toBe(2)
    second.stop()
    await second.done
  })

  it('stops sampling for a consumer that was cancelled while it was busy elsewhere', async () => {
    const { clock, monitor } = setUp()
    const controller = new AbortController()
    const iterator = monitor.watch(controller.signal)[Symbol.asyncIterator]()
    const pending = iterator.next()
    await clock.advance(250)
    expect((await pending).done).toBe(false)
    controller.abort()
    expect(clock.pending).toBe(0)
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('stops sampling when a consumer leaves its loop', async () => {
    const { clock, monitor } = setUp()
    const left = (async () => {
      for await (const _ of monitor.watch(new AbortController().signal)) return
    })()
    await clock.advance(250)
    await left
    expect(clock.pending).toBe(0)
  })

  it('gives a slow consumer the newest reading, not a backlog', async () => {
    const { clock, monitor } = setUp({
      memory: async () => ({ usedBytes: clock.monotonic(), totalBytes: total }),
    })
    const controller = new AbortController()
    const iterator = monitor.watch(controller.signal)[Symbol.asyncIterator]()
    const first = iterator.next()
    await clock.advance(250)
    await first
    await clock.advance(60_000)
    expect((await iterator.next()).value?.memoryUsedBytes).toBe(60_250)
    controller.abort()
  })

  it('ends at once for a signal that has fired already', async () => {
    const { clock, calls, monitor } = setUp()
    for await (const _ of monitor.watch(AbortSignal.abort())) expect.unreachable()
    expect(calls.readers).toBe(0)
    expect(clock.pending).toBe(0)
  })
})

describe('processor load', () => {
  it('is that of the last interval, not since boot, and bears counters that stand still or go back', async () => {
    const counters = [
      { busy: 1_000_000, total: 1_000_000 },
      { busy: 1_000_100, total: 1_000_400 },
      { busy: 1_000_100, total: 1_000_400 },
      { busy: 5, total: 10 },
      { busy: 15, total: 20 },
    ]
    const { clock, monitor } = setUp({ cpu: () => counters.shift() ?? { busy: 15, total: 20 } })
    const watcher = follow(monitor)
    await clock.advance(3_250)
    expect(watcher.readings.map(({ cpuLoad }) => cpuLoad)).toEqual([0.25, 0.25, 0.25, 1])
    watcher.stop()
    await watcher.done
  })
})

describe('slow and failing sources', () => {
  it('never asks twice at once, and catches up with nothing, when a source is slow', async () => {
    let running = 0
    let most = 0
    const slow = async () => {
      most = Math.max(most, ++running)
      await new Promise<void>(resolve => clock.after(2_500, resolve))
      running--
      return { usedBytes: 1, totalBytes: total }
    }
    const { clock, calls, monitor } = setUp({ memory: slow })
    const watcher = follow(monitor)
    await clock.advance(14_250)
    expect(most).toBe(1)
    // 250 ms, then 2,500 ms of reading and 1,000 ms of pause in turn.
    expect(calls.memory).toBe(5)
    expect(watcher.readings).toHaveLength(4)
    watcher.stop()
    await watcher.done
  })

  it('does not hold back processor and memory for a GPU tool that hangs', async () => {
    const { clock, calls, monitor } = setUp({ gpus: () => new Promise(() => {}) })
    const watcher = follow(monitor)
    await clock.advance(5_250)
    expect(watcher.readings).toHaveLength(6)
    expect(watcher.readings.at(-1)?.gpus).toEqual([])
    expect(calls.gpus).toBe(1)
    watcher.stop()
    await watcher.done
  })

  it.each([
    [20, 20],
    [400, 6],
    [2_000, 2],
  ])('asks a GPU tool that takes %d ms about %d times in 20 s', async (duration, times) => {
    const { clock, calls, monitor } = setUp({
      gpus: async () => {
        await new Promise<void>(resolve => clock.after(duration, resolve))
        return { type: 'read', gpus: [idleGpu] }
      },
    })
    const watcher = follow(monitor)
    await clock.advance(20_000)
    expect(Math.abs(calls.gpus - times)).toBeLessThanOrEqual(1)
    expect(watcher.readings.at(-1)?.gpus).toEqual([idleGpu])
    watcher.stop()
    await watcher.done
  })

  it('keeps a GPU in the list without old figures while its tool fails, asks less and less, and recovers', async () => {
    let broken = false
    const { clock, calls, monitor } = setUp({
      gpus: async () => {
        if (broken) throw new Error('driver reset')
        return { type: 'read', gpus: [idleGpu] }
      },
    })
    const watcher = follow(monitor)
    await clock.advance(1_250)
    broken = true
    const before = calls.gpus
    await clock.advance(600_000)
    expect(watcher.readings.at(-1)?.gpus).toEqual([{ ...idleGpu, load: null, memoryUsedBytes: null }])
    expect(calls.gpus - before).toBeLessThan(20)
    broken = false
    await clock.advance(61_000)
    expect(watcher.readings.at(-1)?.gpus).toEqual([idleGpu])
    watcher.stop()
    await watcher.done
  })

  it('asks once only on a machine whose GPUs tell nothing', async () => {
    const { clock, calls, monitor } = setUp({ gpus: async () => ({ type: 'none' }) })
    const watcher = follow(monitor)
    await clock.advance(600_000)
    expect(calls.gpus).toBe(1)
    watcher.stop()
    await watcher.done
  })

  it('says nothing rather than zero before memory was read, and keeps the last figure after', async () => {
    let works = false
    const { clock, monitor } = setUp({
      memory: async () => {
        if (!works) throw new Error('no')
        return { usedBytes: 5, totalBytes: total }
      },
    })
    const watcher = follow(monitor)
    await clock.advance(2_250)
    expect(watcher.readings).toEqual([])
    works = true
    await clock.advance(1_000)
    works = false
    await clock.advance(1_000)
    expect(watcher.readings.map(({ memoryUsedBytes }) => memoryUsedBytes)).toEqual([5, 5])
    watcher.stop()
    await watcher.done
  })

  it('does not go on when the last watcher left in the middle of a reading', async () => {
    let finish = () => {}
    const { clock, monitor } = setUp({
      memory: () =>
        new Promise(resolve => {
          finish = () => resolve({ usedBytes: 1, totalBytes: total })
        }),
    })
    const watcher = follow(monitor)
    await clock.advance(250)
    watcher.stop()
    await watcher.done
    finish()
    await settle()
    expect(clock.pending).toBe(0)
    expect(watcher.readings).toEqual([])
  })

  it('ends a running tool when the last watcher leaves, and ignores what it still says', async () => {
    let given: AbortSignal | undefined
    let finish = (_: GpuReadings) => {}
    const { clock, monitor } = setUp({
      gpus: signal => {
        given = signal
        return new Promise(resolve => {
          finish = resolve
        })
      },
    })
    const watcher = follow(monitor)
    await clock.advance(250)
    watcher.stop()
    await watcher.done
    expect(given?.aborted).toBe(true)
    finish({ type: 'read', gpus: [idleGpu] })
    await clock.advance(10_000)
    expect(clock.pending).toBe(0)
  })
})
