import { describe, expect, it } from 'vitest'
import { createRenderBudget } from './render-budget'

function setUp() {
  let time = 0
  const turns: (() => void)[] = []
  const done: number[] = []
  const budget = createRenderBudget(
    () => time,
    run => turns.push(run),
  )
  const job = (name: number, cost: number) => () => {
    time += cost
    done.push(name)
  }
  const turn = () => turns.shift()?.()
  return { budget, done, job, turn, turns }
}

describe('createRenderBudget', () => {
  it('does at once what fits into the turn, and the rest in turns of its own, in order', () => {
    const { budget, done, job, turn, turns } = setUp()
    for (let name = 1; name <= 6; name += 1) budget.run(job(name, 5))
    expect(done).toEqual([1, 2])
    turn()
    expect(done).toEqual([1, 2, 3, 4])
    turn()
    expect(done).toEqual([1, 2, 3, 4, 5, 6])
    turn()
    expect(turns).toHaveLength(0)
    budget.run(job(7, 1))
    expect(done.at(-1)).toBe(7)
  })

  it('lets nothing pass that waits, and takes back what is not wanted any more', () => {
    const { budget, done, job, turn } = setUp()
    budget.run(job(1, 20))
    const takeBack = budget.run(job(2, 1))
    budget.run(job(3, 1))
    takeBack()
    turn()
    expect(done).toEqual([1, 3])
  })
})
