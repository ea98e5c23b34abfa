import { expect, it } from 'vitest'
import { toSnakeCase } from './snake-case'

it('turns the keys of a record into snake_case at every depth, and leaves values alone', () => {
  const job = { completedBytes: 1, error: null, fits: [{ usableVramBytes: 2, verdict: 'partlyGpu' }] }
  expect(toSnakeCase(job)).toEqual({
    completed_bytes: 1,
    error: null,
    fits: [{ usable_vram_bytes: 2, verdict: 'partlyGpu' }],
  })
})
