import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../limits'
import { createDiagramDrawer, type Drawing, diagramTimes } from './diagram-drawer'
import { type DiagramRequest, frameReady } from './messages'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const picture = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'

function setUp() {
  const frames: { asked: DiagramRequest[]; closed: boolean; say(message: unknown): void }[] = []
  const drawer = createDiagramDrawer(onMessage => {
    const frame = { asked: [] as DiagramRequest[], closed: false, say: onMessage }
    frames.push(frame)
    return {
      post: request => frame.asked.push(request),
      close: () => {
        frame.closed = true
      },
    }
  })
  const frame = (index: number) => {
    const found = frames[index]
    if (found === undefined) throw new Error(`frame ${index} was not opened`)
    return found
  }
  const answer = (index: number, more: Record<string, unknown> = { svg: picture, width: 10, height: 5 }) =>
    frame(index).say({ id: frame(index).asked.at(-1)?.id, ...more })
  return { drawer, frames, frame, answer }
}

describe('the diagram drawer', () => {
  it('opens one frame for all, and asks it one thing at a time', async () => {
    const { drawer, frames, frame, answer } = setUp()
    const first = drawer.draw('a', 'light')
    const second = drawer.draw('b', 'dark')
    expect(frame(0).asked).toEqual([])
    frame(0).say(frameReady)
    expect(frame(0).asked.map(({ source, theme }) => [source, theme])).toEqual([['a', 'light']])
    answer(0)
    expect(await first).toEqual({ kind: 'drawn', svg: picture, width: 10, height: 5 })
    expect(frame(0).asked.map(({ source }) => source)).toEqual(['a', 'b'])
    answer(0, { problem: 'Parse error on line 1:\nsecond line' })
    expect(await second).toEqual({ kind: 'refused', reason: 'syntax', detail: 'Parse error on line 1:' })
    expect(frames).toHaveLength(1)
  })

  it('draws the same diagram in the same theme once', async () => {
    const { drawer, frame, answer } = setUp()
    const first = drawer.draw('a', 'light')
    frame(0).say(frameReady)
    answer(0)
    await first
    expect(await drawer.draw('a', 'light')).toEqual(await first)
    expect(frame(0).asked).toHaveLength(1)
    void drawer.draw('a', 'dark')
    expect(frame(0).asked).toHaveLength(2)
  })

  it('throws the frame away with what takes too long, and draws the next in a new one', async () => {
    const { drawer, frame, answer } = setUp()
    const endless = drawer.draw('endless', 'light')
    const next = drawer.draw('next', 'light')
    frame(0).say(frameReady)
    const late = frame(0).asked[0]?.id
    vi.advanceTimersByTime(diagramTimes.draw)
    expect(await endless).toEqual({ kind: 'refused', reason: 'time', detail: '' })
    expect(frame(0).closed).toBe(true)
    frame(1).say(frameReady)
    // The answer of the frame that is gone is nobody's.
    frame(0).say({ id: late, svg: picture, width: 1, height: 1 })
    answer(1)
    expect((await next).kind).toBe('drawn')
    void drawer.draw('endless', 'light')
    expect(frame(1).asked.at(-1)?.source).toBe('endless')
  })

  it('does not wait for ever for a frame that does not come', async () => {
    const { drawer, frame } = setUp()
    const drawing = drawer.draw('a', 'light')
    vi.advanceTimersByTime(diagramTimes.load)
    expect(await drawing).toMatchObject({ reason: 'unavailable' })
    expect(frame(0).closed).toBe(true)
  })

  it('closes a frame nobody asks, not one at work', async () => {
    const { drawer, frame, answer } = setUp()
    const drawing = drawer.draw('a', 'light')
    frame(0).say(frameReady)
    answer(0)
    await drawing
    vi.advanceTimersByTime(diagramTimes.idle - 1)
    expect(frame(0).closed).toBe(false)
    vi.advanceTimersByTime(1)
    expect(frame(0).closed).toBe(true)
  })

  it.each<[string, Record<string, unknown>, Drawing]>([
    [
      'a picture that leads somewhere',
      { svg: '<svg xmlns="x"><script>1</script></svg>', width: 1, height: 1 },
      { kind: 'refused', reason: 'unavailable', detail: '' },
    ],
    [
      'a picture without end',
      { svg: `<svg >${'x'.repeat(limits.picture)}</svg>`, width: 1, height: 1 },
      { kind: 'refused', reason: 'size', detail: '' },
    ],
  ])('refuses %s', async (_, message, expected) => {
    const { drawer, frame, answer } = setUp()
    const drawing = drawer.draw('a', 'light')
    frame(0).say(frameReady)
    answer(0, message)
    expect(await drawing).toEqual(expected)
  })

  it('takes what is no answer for none', async () => {
    const { drawer, frame } = setUp()
    const drawing = drawer.draw('a', 'light')
    frame(0).say(frameReady)
    const id = frame(0).asked[0]?.id
    for (const message of [null, 1, 'x', {}, { id: 'a', svg: picture }, { id: 999, problem: 'x' }]) {
      frame(0).say(message)
    }
    frame(0).say({ id, svg: picture, width: Number.NaN, height: 1 })
    vi.advanceTimersByTime(diagramTimes.draw)
    expect(await drawing).toMatchObject({ reason: 'time' })
  })

  it('does not even ask for a diagram that is too long', async () => {
    const { drawer, frames } = setUp()
    expect(await drawer.draw('x'.repeat(limits.diagram + 1), 'light')).toMatchObject({ reason: 'size' })
    expect(frames).toEqual([])
  })
})
