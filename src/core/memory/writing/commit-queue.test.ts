import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createCommitQueue, type Task } from './commit-queue'
import type { Group, Outcome, TextRow, Writer } from './types'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A writer whose commits end when the test says so. */
function openQueue() {
  const groups: { group: Group; done(outcomes?: Outcome[]): void; fail(error: unknown): void }[] = []
  const reported: unknown[] = []
  const writer: Writer = {
    write(group) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Outcome[]>()
      groups.push({
        group,
        done: (outcomes = group.writes.map(() => ({ changes: 1 }))) => resolve(outcomes),
        fail: reject,
      })
      return promise
    },
    backUp: async () => undefined,
    close: async () => undefined,
  }
  const queue = createCommitQueue(writer, error => reported.push(error))
  return { queue, groups, reported }
}

const purge = (deletedBefore: number, fields: Partial<Task> = {}): Task => ({
  write: [{ kind: 'purge', deletedBefore }],
  policy: 'keep',
  characters: 0,
  ...fields,
})
const text = (id: string, content: string, epoch = 0): TextRow => ({ id, content, reasoning: null, epoch })
const numbers = (group: Group | undefined) =>
  group?.writes.map(([step]) => (step?.kind === 'purge' ? step.deletedBefore : step?.kind))
const full = () => new Database.SqliteError('full', 'SQLITE_FULL')
const turn = () => vi.advanceTimersByTimeAsync(0)

describe('a commit queue', () => {
  it('makes one commit of what is written in one turn, and tells nobody before it is made', async () => {
    const { queue, groups } = openQueue()
    let told = 0
    for (let number = 0; number < 100; number++) void queue.add(purge(number)).then(() => told++)
    await turn()
    expect(groups).toHaveLength(1)
    expect(numbers(groups[0]?.group)).toEqual(Array.from({ length: 100 }, (_, number) => number))
    expect(told).toBe(0)
    groups[0]?.done()
    await turn()
    expect(told).toBe(100)
  })

  it('makes the next commit of all that comes during one, in its order', async () => {
    const { queue, groups } = openQueue()
    queue.add(purge(0))
    await turn()
    for (const number of [1, 2, 3]) {
      queue.add(purge(number))
      await turn()
    }
    expect(groups).toHaveLength(1)
    groups[0]?.done()
    await turn()
    expect(numbers(groups[1]?.group)).toEqual([1, 2, 3])
    groups[1]?.done()
    await queue.settled()
    expect(groups).toHaveLength(2)
  })

  it('writes the last text of each answer only, without an fsync when there is nothing else', async () => {
    const { queue, groups } = openQueue()
    queue.addText(text('a', 'on'))
    queue.addText(text('a', 'one'))
    queue.addText(text('a', 'of a dead node', -1))
    queue.addText(text('b', 'other'))
    await turn()
    expect(groups[0]?.group).toEqual({
      durable: false,
      writes: [[{ kind: 'text', row: text('a', 'one') }], [{ kind: 'text', row: text('b', 'other') }]],
    })
    expect(queue.texts('a')).toEqual([text('a', 'one')])
    groups[0]?.done()
    await queue.settled()
    expect(queue.texts('a')).toEqual([])
  })

  it('writes texts after the answers they belong to, and no text of one that ended meanwhile', async () => {
    const { queue, groups } = openQueue()
    queue.addText(text('ended', 'half'))
    queue.addText(text('begun', 'half'))
    queue.add(purge(1))
    queue.dropText('ended')
    await turn()
    expect(groups[0]?.group).toMatchObject({
      durable: true,
      writes: [[{ kind: 'purge' }], [{ row: { id: 'begun' } }]],
    })
    groups[0]?.done()
    await queue.settled()
  })

  it('fails the write alone that cannot be done', async () => {
    const { queue, groups } = openQueue()
    const ended: (number | boolean)[] = []
    const results = [0, 1, 2].map(number =>
      queue.add(purge(number, { ended: isCommitted => ended.push(number, isCommitted) })),
    )
    await turn()
    groups[0]?.done([
      { changes: 7 },
      { code: 'SQLITE_CONSTRAINT', message: 'no such parent' },
      { changes: 0 },
    ])
    expect(await Promise.allSettled(results)).toMatchObject([
      { value: { saved: true, changes: 7 } },
      { reason: { message: 'no such parent', code: 'SQLITE_CONSTRAINT' } },
      { value: { saved: true, changes: 0 } },
    ])
    expect(ended).toEqual([0, true, 1, false, 2, true])
    expect(queue.fault()).toBeNull()
  })

  it('keeps the order when the disk refuses: what waited is written before what came later', async () => {
    const { queue, groups } = openQueue()
    const first = queue.add(purge(1))
    const refusable = queue.add(purge(2, { policy: 'refuse' }))
    await turn()
    const second = queue.add(purge(3))
    groups[0]?.fail(full())
    expect(await first).toEqual({ saved: false })
    expect(await second).toEqual({ saved: false })
    await expect(refusable).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    expect(await queue.add(purge(4))).toEqual({ saved: false })
    expect(groups).toHaveLength(1)
    expect(queue.fault()).toBe('The disk is full.')

    await vi.advanceTimersByTimeAsync(5_000)
    expect(numbers(groups[1]?.group)).toEqual([1, 3, 4])
    groups[1]?.done()
    await queue.settled()
    expect(queue.fault()).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('reports a text that can never be written, and forgets one that the disk refused', async () => {
    const { queue, groups, reported } = openQueue()
    queue.addText(text('a', 'x'))
    await turn()
    groups[0]?.done([{ code: 'SQLITE_ERROR', message: 'no such table' }])
    await queue.settled()
    expect(reported).toMatchObject([{ message: 'no such table' }])
    queue.addText(text('a', 'y'))
    await turn()
    groups[1]?.fail(full())
    await queue.settled()
    expect(queue.fault()).toBeNull()
    expect(reported).toHaveLength(1)
  })

  it('takes no more than memory bears while the disk is slow, and takes again when it has caught up', async () => {
    const { queue, groups } = openQueue()
    queue.add(purge(0, { characters: 15_000_000 }))
    await turn()
    expect(() => queue.add(purge(1, { characters: 2_000_000 }))).toThrow('Too much is waiting')
    groups[0]?.done()
    await queue.settled()
    queue.add(purge(1, { characters: 2_000_000 }))
    await turn()
    expect(groups).toHaveLength(2)
    groups[1]?.done()
    await queue.settled()
  })

  it('tries a last time on closing, and not once more', async () => {
    const { queue, groups } = openQueue()
    queue.add(purge(1))
    await turn()
    groups[0]?.fail(full())
    await queue.settled()
    const closing = queue.close()
    await turn()
    groups[1]?.fail(full())
    await closing
    await vi.advanceTimersByTimeAsync(60_000)
    expect(groups).toHaveLength(2)
    expect(vi.getTimerCount()).toBe(0)
  })
})
