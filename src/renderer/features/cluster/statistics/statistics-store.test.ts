import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HarombeClient } from '../../../../shared/contract'
import { createStatisticsStore, hoursOf } from './statistics-store'

describe('the hours that are looked at', () => {
  it('are those since midnight here, the current one included', () => {
    expect(hoursOf('today', new Date(2026, 2, 4, 0, 0))).toBe(1)
    expect(hoursOf('today', new Date(2026, 2, 4, 23, 59))).toBe(24)
    expect(hoursOf('week', new Date(2026, 2, 4, 5, 0))).toBe(168)
  })
})

describe('the statistics', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function setUp() {
    const asked: number[] = []
    const answers: ((value: unknown) => void)[] = []
    const call = (_path: string, { hours }: { hours: number }) => {
      asked.push(hours)
      return new Promise(resolve => answers.push(resolve))
    }
    const client = { call, stream: () => undefined } as unknown as HarombeClient
    return { statistics: createStatisticsStore(client, () => new Date(2026, 2, 4, 9, 30)), asked, answers }
  }

  it('are asked for once for a burst of answers', async () => {
    const { statistics, asked } = setUp()
    const stop = statistics.start()
    for (let index = 0; index < 50; index += 1) statistics.refresh()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toEqual([10, 10])
    stop()
  })

  it('of a time that was chosen before do not replace those of the one chosen now', async () => {
    const { statistics, answers, asked } = setUp()
    const stop = statistics.start()
    statistics.choose('week')
    expect(asked).toEqual([10, 10, 168])
    answers[2]?.({ of: 'week' })
    answers[1]?.({ of: 'today' })
    await vi.advanceTimersByTimeAsync(0)
    answers[0]?.({ of: 'the day that was chosen before' })
    await vi.advanceTimersByTimeAsync(0)
    expect(statistics.store.getState()).toMatchObject({ statistics: { of: 'week' }, today: { of: 'today' } })
    stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
