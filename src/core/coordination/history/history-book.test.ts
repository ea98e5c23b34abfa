import { describe, expect, it } from 'vitest'
import type { NodeHistoryUpdate } from '../../../shared/entities'
import { createVirtualClock } from '../testing/virtual-clock'
import { createHistoryBook, type HistoryReading, spanMs, stepMs } from './history-book'

interface Stub {
  reading: HistoryReading
}

const stub = (name: string, changes: Partial<HistoryReading> = {}): Stub => ({
  reading: {
    name,
    isThere: true,
    latencyMs: 2,
    active: 0,
    queued: 0,
    slots: 1,
    memoryBytes: null,
    ...changes,
  },
})

function setUp(nodes: Stub[]) {
  const clock = createVirtualClock()
  const book = createHistoryBook<Stub>({
    clock,
    counting: clock.sinceBoot,
    readings: () => nodes.map(node => [node, node.reading] as const),
    running: () => [],
    find: name => nodes.find(({ reading }) => reading.name === name),
  })
  book.start()
  const leaving = new AbortController()
  const stream = book.watch('mini', leaving.signal)[Symbol.asyncIterator]()
  async function next(): Promise<NodeHistoryUpdate> {
    const { value, done } = await clock.finish(stream.next())
    if (done === true) throw new Error('The history ended.')
    return value
  }
  return { clock, book, next, stream, leaving, nodes }
}

const span = ({ at }: { at: number[] }) => (at.at(-1) ?? 0) - (at[0] ?? 0)

describe('the history of a node', () => {
  it('gives all of the last quarter of an hour, then a moment at a time', async () => {
    const { clock, next } = setUp([stub('mini')])
    await clock.advance(20 * 60_000)
    const whole = await next()
    expect(whole.type).toBe('whole')
    expect(whole.columns.at).toHaveLength(spanMs / stepMs + 1)
    expect(span(whole.columns)).toBe(spanMs)
    expect(whole.columns.at.at(-1)).toBe(clock.wall())
    const appended = await next()
    expect([appended.type, appended.columns.at]).toEqual(['appended', [clock.wall()]])
    expect(appended.columns.latencyMs).toEqual([2])
  })

  it('has gaps while the node is away, but tells of what failed on it', async () => {
    const node = stub('mini')
    const { clock, book, next } = setUp([node])
    await clock.advance(stepMs)
    node.reading = { ...node.reading, isThere: false }
    book.failed('mini')
    await clock.advance(stepMs)
    const { columns } = await next()
    expect([columns.latencyMs, columns.slots, columns.errors]).toEqual([
      [2, null],
      [1, null],
      [0, 1],
    ])
  })

  it.each(['sleep', 'stall'] as const)(
    'has a gap after ten minutes of %s, and forgets what is too old',
    async way => {
      const { clock, next } = setUp([stub('mini')])
      await clock.advance(10 * 60_000)
      clock[way](10 * 60_000)
      await clock.advance(2 * stepMs)
      const { columns } = await next()
      expect(columns.latencyMs.filter(value => value === null)).toHaveLength(1)
      expect(span(columns)).toBeLessThanOrEqual(spanMs)
      expect(columns.at).toEqual(columns.at.toSorted((a, b) => a - b))
    },
  )

  it.each([-86_400_000, 86_400_000])(
    'tells its times anew when the clock is set by %i ms, and they go on rising',
    async change => {
      const { clock, next } = setUp([stub('mini')])
      await clock.advance(6 * stepMs)
      await next()
      clock.setWall(change)
      const told = await next()
      expect(told.type).toBe('whole')
      expect(told.columns.at.at(-1)).toBe(clock.wall())
      expect(span(told.columns)).toBe(6 * stepMs)
    },
  )

  it('gives whoever was away for long everything anew, and nothing twice to one who was away for a moment', async () => {
    const { clock, next } = setUp([stub('mini')])
    await clock.advance(stepMs)
    await next()
    await clock.advance(3 * stepMs)
    const some = await next()
    expect([some.type, some.columns.at.length]).toEqual(['appended', 3])
    await clock.advance(2 * spanMs)
    expect((await next()).type).toBe('whole')
  })

  it('begins anew for another machine of the name, and ends with the node', async () => {
    const { clock, book, next, stream, nodes } = setUp([stub('mini')])
    await clock.advance(3 * stepMs)
    await next()
    const [before] = nodes.splice(0, 1, stub('mini', { slots: 4 }))
    if (before !== undefined) book.forget(before)
    const anew = await next()
    expect([anew.type, anew.columns.slots.every(value => value === null)]).toEqual(['whole', true])
    nodes.pop()
    await clock.advance(stepMs)
    expect((await clock.finish(stream.next())).done).toBe(true)
  })

  it('takes no more than 8 MB for a thousand nodes, however long it runs', async () => {
    const nodes = Array.from({ length: 1000 }, (_, index) => stub(`node-${index}`))
    const { clock, book } = setUp(nodes)
    await clock.advance(stepMs * 5)
    const { bytes } = book
    expect(bytes).toBeLessThan(8_000_000)
    await clock.advance(spanMs * 2)
    expect(book.bytes).toBe(bytes)
    nodes.forEach(book.forget)
    expect(book.bytes).toBe(0)
  })

  it('leaves no timer behind, and lets go of whoever stops watching', async () => {
    const { clock, book, stream, next, leaving } = setUp([stub('mini')])
    await next()
    const waiting = stream.next()
    leaving.abort()
    expect((await clock.finish(waiting)).done).toBe(true)
    book.stop()
    expect(clock.pending()).toBe(0)
  })
})
