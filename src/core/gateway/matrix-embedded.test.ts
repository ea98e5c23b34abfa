import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineForTests } from '../inference/embedded/testing/engine-folder'
import { caseNames, cellOf } from './testing/matrix/cells'
import { type EmbeddedBench, startEmbeddedBench } from './testing/matrix/embedded-bench'
import { embeddedCases } from './testing/matrix/embedded-cases'
import { outcomeOf } from './testing/outcomes'

/** The last column of the matrix in docs/inference.md. */
describe.skipIf(engineForTests() === null)('the embedded engine', { timeout: 60_000 }, () => {
  let bench: EmbeddedBench
  beforeAll(async () => {
    bench = await startEmbeddedBench()
  })
  afterAll(() => bench.stop())

  it.each(caseNames.map(name => ({ name, ...cellOf(name, 'embedded') })))(
    '$name: $outcome',
    async ({ name, outcome }) => {
      expect(await outcomeOf(embeddedCases[name](bench))).toBe(outcome)
    },
  )
})
