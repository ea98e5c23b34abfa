import { describe, expect, it } from 'vitest'
import { createRecent } from './recent'
import { never } from './testing/scripted-server'

describe('a recent answer', () => {
  it('is used again until it is old, and not when it was an error', async () => {
    let now = 0
    let asked = 0
    const recent = createRecent(
      async () => {
        asked += 1
        if (asked === 1) throw new Error('not yet')
        return asked
      },
      100,
      () => now,
    )
    await expect(recent.read(never)).rejects.toThrow('not yet')
    expect(await recent.read(never)).toBe(2)
    now = 100
    expect(await recent.read(never)).toBe(2)
    now = 101
    expect(await recent.read(never)).toBe(3)
    expect(await recent.refresh(never)).toBe(4)
    expect(await recent.read(never)).toBe(4)
  })
})
