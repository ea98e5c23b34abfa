import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock'
import { createWakeWatch } from './wake-watch'

const minutes = 60_000
const tenYears = 10 * 365 * 24 * 60 * minutes

function watch() {
  const clock = createVirtualClock()
  const wakes: number[] = []
  const watched = createWakeWatch(clock, clock.sinceBoot, () => wakes.push(clock.monotonic()))
  watched.start()
  return { clock, wakes, watched }
}

describe('the watch over sleep', () => {
  it('says nothing of a machine that is awake', async () => {
    const { clock, wakes, watched } = watch()
    await clock.advance(60 * minutes)
    expect([wakes.length, watched.isInGrace()]).toEqual([0, false])
  })

  it.each(['sleep', 'stall'] as const)('notices 16 s of %s, and takes 9 s for a busy moment', async way => {
    const { clock, wakes } = watch()
    await clock.advance(12_345)
    clock[way](9_000)
    await clock.advance(30_000)
    expect(wakes).toEqual([])
    clock[way](21_000)
    await clock.advance(10_000)
    expect(wakes).toHaveLength(1)
  })

  it.each(['sleep', 'stall'] as const)(
    'knows of %s before the first timer that was late has run',
    async way => {
      const { clock, watched } = watch()
      await clock.advance(1000)
      clock[way](10 * minutes)
      expect(watched.isInGrace()).toBe(true)
    },
  )

  it('lets failures count again after ten seconds', async () => {
    const { clock, watched } = watch()
    clock.sleep(10 * minutes)
    await clock.advance(5_000)
    expect(watched.isInGrace()).toBe(true)
    await clock.advance(9_999)
    expect(watched.isInGrace()).toBe(true)
    await clock.advance(1)
    expect(watched.isInGrace()).toBe(false)
  })

  it.each([20_000, -20_000, tenYears, -tenYears])(
    'does not mind the wall clock being set by %d ms',
    async ms => {
      const { clock, wakes, watched } = watch()
      await clock.advance(7000)
      clock.setWall(ms)
      await clock.advance(minutes)
      expect([wakes.length, watched.isInGrace()]).toEqual([0, false])
    },
  )

  it('wakes once, whether the gap or the host is first to tell', async () => {
    const { clock, wakes, watched } = watch()
    watched.suspended()
    clock.sleep(10 * minutes)
    await clock.advance(5_000)
    watched.resumed()
    expect(wakes).toHaveLength(1)
    await clock.advance(minutes)
    watched.suspended()
    clock.sleep(10 * minutes)
    watched.resumed()
    await clock.advance(minutes)
    expect(wakes).toHaveLength(2)
  })

  it('wakes again from a second sleep, however soon', async () => {
    const { clock, wakes, watched } = watch()
    watched.resumed()
    clock.sleep(20_000)
    await clock.advance(5_000)
    clock.sleep(20_000)
    await clock.advance(5_000)
    expect(wakes).toHaveLength(3)
  })

  it('believes in a short sleep that was announced', () => {
    const { wakes, watched } = watch()
    watched.suspended()
    expect(watched.isInGrace()).toBe(true)
    watched.resumed()
    expect(wakes).toHaveLength(1)
  })

  it('does not wait for ever for a sleep that never comes', async () => {
    const { clock, watched } = watch()
    watched.suspended()
    await clock.advance(minutes)
    expect(watched.isInGrace()).toBe(false)
  })

  it('leaves no timer behind, and sees nothing while it is stopped', async () => {
    const { clock, wakes, watched } = watch()
    watched.stop()
    clock.sleep(10 * minutes)
    expect([clock.pending(), watched.isInGrace()]).toEqual([0, false])
    watched.start()
    await clock.advance(minutes)
    expect(wakes).toEqual([])
  })
})
