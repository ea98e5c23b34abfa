import { beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from './clock'
import { deadline } from './deadline'

let now: number
let timer: { at: number; task(): void } | null
let over: number[]
const clock: Clock = {
  monotonic: () => now,
  wall: () => now,
  after(ms, task) {
    timer = { at: now + ms, task }
    return () => {
      timer = null
    }
  },
}

/** Time passes, and only then is looked whether a timer was due. */
function pass(ms: number): void {
  now += ms
  if (timer === null || timer.at > now) return
  const { task } = timer
  timer = null
  task()
}

beforeEach(() => {
  now = 0
  timer = null
  over = []
})
const begin = () => deadline(clock, 2000, () => over.push(now))

describe('a deadline', () => {
  it('comes when it is due, and not when it was taken back', () => {
    begin()
    pass(1999)
    expect(over).toEqual([])
    pass(101)
    expect(over).toEqual([2100])
    begin()()
    pass(5000)
    expect(over).toEqual([2100])
  })

  it('leaves time to look at what came while this process stood still, every time', () => {
    const cancel = begin()
    pass(8000)
    expect(over).toEqual([])
    pass(9000)
    expect(over).toEqual([])
    pass(999)
    expect(over).toEqual([])
    pass(1)
    expect(over).toEqual([18_000])
    cancel()
    const taken = begin()
    pass(8000)
    taken()
    pass(5000)
    expect(over).toEqual([18_000])
  })
})
