import { describe, expect, it } from 'vitest'
import { createTaskQueue } from './task-queue'

function createDeferred() {
  const waiting: (() => void)[] = []
  return { waiting, defer: (run: () => void) => void waiting.push(run), tick: () => waiting.shift()?.() }
}

describe('createTaskQueue', () => {
  it('runs one job per turn, in order', () => {
    const { defer, tick, waiting } = createDeferred()
    const queue = createTaskQueue(defer)
    const done: number[] = []
    for (const job of [1, 2, 3]) queue.add(() => done.push(job))
    expect(waiting).toHaveLength(1)
    tick()
    expect(done).toEqual([1])
    tick()
    tick()
    expect(done).toEqual([1, 2, 3])
    expect(waiting).toHaveLength(0)
  })

  it('goes on after a job that throws', () => {
    const { defer, tick } = createDeferred()
    const queue = createTaskQueue(defer)
    const done: number[] = []
    queue.add(() => {
      throw new Error('bad grammar')
    })
    queue.add(() => done.push(2))
    expect(tick).toThrow('bad grammar')
    tick()
    expect(done).toEqual([2])
  })

  it('forgets a job that was taken back', () => {
    const { defer, tick } = createDeferred()
    const queue = createTaskQueue(defer)
    const done: number[] = []
    const cancel = queue.add(() => done.push(1))
    cancel()
    tick()
    expect(done).toEqual([])
  })
})
