import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Registry } from 'prom-client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { registerProcessMetrics } from './process-metrics'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('watches the event loop only while somebody asks for its figures', () => {
  let isOn = false
  const metrics = registerProcessMetrics(new Registry(), options => {
    const monitor = monitorEventLoopDelay(options)
    const turn = (on: boolean) => () => {
      isOn = on
      return true
    }
    vi.spyOn(monitor, 'enable').mockImplementation(turn(true))
    vi.spyOn(monitor, 'disable').mockImplementation(turn(false))
    return monitor
  })
  expect(isOn, 'before anybody asks').toBe(false)
  metrics.refresh()
  vi.advanceTimersByTime(4 * 60_000)
  metrics.refresh()
  vi.advanceTimersByTime(4 * 60_000)
  expect(isOn, 'asked every four minutes').toBe(true)
  vi.advanceTimersByTime(60_000)
  expect(isOn, 'not asked for five minutes').toBe(false)
  metrics.refresh()
  metrics.stop()
  expect([isOn, vi.getTimerCount()]).toEqual([false, 0])
})
