import { afterEach, describe, expect, it } from 'vitest'
import { type Bench, chatModel, startBench } from './testing/matrix/benches'
import { cases } from './testing/matrix/cases'
import { caseNames, cellOf, simulatedEngines } from './testing/matrix/cells'
import { renderMatrix } from './testing/matrix/render'
import { outcomeOf } from './testing/outcomes'

let bench: Bench | undefined
afterEach(async () => {
  await bench?.stop()
  bench = undefined
})

describe.each(simulatedEngines)('%s', engine => {
  const line = caseNames.map(name => ({ name, ...cellOf(name, engine) }))
  it.each(line)('$name: $outcome', async ({ name, outcome }) => {
    const { run, model = chatModel, stall = 10_000 } = cases[name]
    bench = await startBench(engine, { model, stall })
    expect(await outcomeOf(run(bench))).toBe(outcome)
  })
})

describe('the matrix', () => {
  it('is shown in docs/inference.md; run `npx vitest run src/core/gateway/matrix.test.ts -u` after a change', async () => {
    const titles = (name: (typeof caseNames)[number]) => cases[name].title
    await expect(renderMatrix(titles)).toMatchFileSnapshot('../../../docs/inference.md')
  })
})
