import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueAt, paced, tokensDue } from './pace'

describe('pace', () => {
  it('says nothing before the first token is due, and one at that moment', () => {
    const pace = { tokensPerSecond: 40, ttftMs: 120 }
    expect(tokensDue(119.9, pace)).toBe(0)
    expect(tokensDue(120, pace)).toBe(1)
    expect(tokensDue(145, pace)).toBe(2)
  })

  it('has each token due at its time and not earlier', () => {
    const rate = fc.double({ min: 0.1, max: 5000, noNaN: true })
    fc.assert(
      fc.property(fc.nat(2000), rate, fc.nat(5000), (index, tokensPerSecond, ttftMs) => {
        const pace = { tokensPerSecond, ttftMs }
        const at = dueAt(index, pace)
        expect(tokensDue(at + 0.001, pace)).toBeGreaterThanOrEqual(index + 1)
        expect(tokensDue(at - 0.001, pace)).toBeLessThanOrEqual(index)
      }),
    )
  })

  it('holds 500 tokens a second although every timer is 3 ms late', async () => {
    let time = 0
    const late = {
      now: () => time,
      sleep: async (milliseconds: number) => {
        time += milliseconds + 3
      },
    }
    const pace = { tokensPerSecond: 500, ttftMs: 20 }
    const sentAt: number[] = []
    for await (const due of paced(1000, pace, new AbortController().signal, late)) {
      while (sentAt.length < due) sentAt.push(time)
    }
    expect(sentAt).toHaveLength(1000)
    // Never early, and late by one tick of 4 ms and the 3 ms of the timer, not by their sum over the answer.
    for (const [index, at] of sentAt.entries()) {
      expect(at - dueAt(index, pace)).toBeGreaterThanOrEqual(0)
      expect(at - dueAt(index, pace)).toBeLessThanOrEqual(7)
    }
  })

  it('stops when the signal says so', async () => {
    const controller = new AbortController()
    const pace = { tokensPerSecond: 1, ttftMs: 60_000 }
    const next = paced(1, pace, controller.signal).next()
    controller.abort()
    await expect(next).rejects.toMatchObject({ name: 'AbortError' })
  })
})
