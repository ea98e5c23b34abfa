import { describe, it } from 'vitest'
import { liveThrough } from './history'
import { checkHistory } from './history-promises'

/** Histories of the whole coordinator in one run of the suite, unless HAROMBE_SEEDS says otherwise. */
const seeds = Number(process.env.HAROMBE_SEEDS ?? 10_000)
/** The first of them. */
const firstSeed = Number(process.env.HAROMBE_FIRST_SEED ?? 0)
const groups = 10

/** @throws Error that names the seed, for HAROMBE_FIRST_SEED */
async function keepPromises(seed: number): Promise<void> {
  try {
    await checkHistory(await liveThrough(seed))
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error))
    throw new Error(`Seed ${seed} breaks a promise: ${message}`, { cause: error })
  }
}

/** One of so many equal parts of all seeds, so that they run side by side. */
export function describeHistories(part: number, parts: number): void {
  const size = Math.ceil(seeds / parts / groups)
  const first = firstSeed + part * groups * size
  const starts = Array.from({ length: groups }, (_, group) => first + group * size)
  const milliseconds = 60_000 + size * 1_000
  describe('a cluster in which everything goes wrong', () => {
    it.each(starts)(
      `keeps every promise to everybody (${size} seeds from %d)`,
      async from => {
        for (let seed = from; seed < from + size; seed += 1) await keepPromises(seed)
      },
      milliseconds,
    )
  })
}
