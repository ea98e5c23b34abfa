import { describe, expect, it } from 'vitest'
import { runDurability } from './run'
import { isKept, promises } from './tally'

/** Real processes and real time. What a busy machine makes slow is left to `npm run durability`. */
const measured = new Set(['text of an answer lost, worst', 'restart to ready, worst'])

describe('a coordinator that is killed over and over', () => {
  it('loses nothing it acknowledged, doubles nothing, and runs no tool twice', {
    timeout: 120_000,
  }, async () => {
    const tally = await runDurability({ rounds: 12, seed: 7, lanes: 2, users: 3 })
    const broken = promises(tally).filter(each => !isKept(each) && !measured.has(each.what))
    expect(broken).toEqual([])
    // Else it was never killed at work, and this would prove nothing.
    expect(tally.acknowledged).toBeGreaterThan(10)
    expect(tally.interrupted).toBeGreaterThan(2)
    expect(tally.toolRuns).toBeGreaterThan(0)
  })
})
