import { describe, expect, it } from 'vitest'
import { createWaker } from './waker'

describe('a waker', () => {
  it('remembers being woken while nobody waited, once however often', async () => {
    const waker = createWaker()
    waker.wake()
    waker.wake()
    await waker.woken()
    let isAwake = false
    const second = waker.woken().then(() => {
      isAwake = true
    })
    await Promise.resolve()
    expect(isAwake).toBe(false)
    waker.wake()
    await second
    expect(isAwake).toBe(true)
  })

  it('sleeps again after each time', async () => {
    const waker = createWaker()
    for (let round = 0; round < 3; round += 1) {
      const waiting = waker.woken()
      waker.wake()
      await waiting
    }
    const asleep = Symbol('asleep')
    expect(await Promise.race([waker.woken(), Promise.resolve(asleep)])).toBe(asleep)
  })
})
