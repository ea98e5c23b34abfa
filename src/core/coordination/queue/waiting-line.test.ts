import { beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../testing/virtual-clock'
import type { LineEntry, LineNews, PlaceAnswer } from './types'
import { createWaitingLine } from './waiting-line'

let clock: VirtualClock
let free: number
let placed: string[]
let released: string[]
let tries: number

beforeEach(() => {
  clock = createVirtualClock()
  free = 0
  placed = []
  released = []
  tries = 0
})

const queued: PlaceAnswer<string> = {
  type: 'not_yet',
  stage: 'queued',
  node: 'a',
  expectedMs: ahead => ahead * 1000,
  waitsBelow: Number.POSITIVE_INFINITY,
}

function entry(name: string, changes: Partial<LineEntry<string>> = {}): LineEntry<string> {
  return {
    lane: 'interactive',
    client: name,
    kind: 'any',
    size: 10,
    place() {
      tries += 1
      if (free === 0) return queued
      free -= 1
      placed.push(name)
      return { type: 'placed', placement: name }
    },
    release: placement => released.push(placement),
    maxWaitMs: 60_000,
    signal: new AbortController().signal,
    ...changes,
  }
}

/** Reads the news of one place as they come. */
function follow(place: { next(): Promise<LineNews<string>> } | null): LineNews<string>[] {
  const news: LineNews<string>[] = []
  const read = async () => {
    for (;;) {
      const each = await place?.next()
      if (each === undefined) return
      news.push(each)
      if (each.type !== 'moved') return
    }
  }
  void read()
  return news
}

describe('a line', () => {
  it('places one for each slot that frees, in order, and tells the others how far they have come', async () => {
    const line = createWaitingLine<string>(clock, () => 10)
    const [first, second, third] = ['a', 'b', 'c'].map(name => follow(line.join(entry(name))))
    await clock.settle()
    expect(third).toEqual([{ type: 'moved', stage: 'queued', ahead: 2, expectedMs: 2000 }])
    free = 2
    line.advance()
    await clock.settle()
    expect(placed).toEqual(['a', 'b'])
    expect(first?.at(-1)).toEqual({ type: 'placed', placement: 'a' })
    expect(second?.at(-1)).toEqual({ type: 'placed', placement: 'b' })
    await clock.advance(1000)
    expect(third?.at(-1)).toEqual({ type: 'moved', stage: 'queued', ahead: 0, expectedMs: 0 })
    line.stop()
    expect(clock.pending()).toBe(0)
  })

  it('lets nobody overtake: a slot that is free when another joins goes to who waited', () => {
    const line = createWaitingLine<string>(clock, () => 10)
    line.join(entry('first'))
    free = 1
    line.join(entry('second'))
    expect(placed).toEqual(['first'])
    line.stop()
  })

  it('turns away who finds it full, but not what was begun already', () => {
    const line = createWaitingLine<string>(clock, () => 1)
    expect(line.join(entry('a'))).not.toBeNull()
    expect(line.isFull).toBe(true)
    expect(line.join(entry('b'))).toBeNull()
    expect(line.join(entry('cut', { lane: 'resumed' }))).not.toBeNull()
    line.stop()
  })

  it('drops who left or waited too long before anybody is dispatched for them', async () => {
    const line = createWaitingLine<string>(clock, () => 10)
    const abort = new AbortController()
    const left = follow(line.join(entry('left', { signal: abort.signal })))
    const late = follow(line.join(entry('late', { maxWaitMs: 500 })))
    abort.abort()
    await clock.advance(500)
    expect(left.at(-1)).toEqual({ type: 'left' })
    expect(late.at(-1)).toEqual({ type: 'expired', stage: 'queued' })
    free = 2
    line.advance()
    expect(placed).toEqual([])
    expect(clock.pending(), 'a timer of an empty line').toBe(0)
  })

  it('gives back the slot of somebody who goes in the moment it was taken for them', () => {
    const line = createWaitingLine<string>(clock, () => 10)
    const place = line.join(entry('a'))
    free = 1
    line.advance()
    place?.leave()
    place?.leave()
    expect(placed).toEqual(['a'])
    expect(released).toEqual(['a'])
  })

  it('has background work take turns with the rest once it waited long, all of it as one client', async () => {
    const line = createWaitingLine<string>(clock, () => 100)
    for (const name of ['title 0', 'title 1']) line.join(entry(name, { lane: 'background', client: name }))
    for (let index = 0; index < 3; index += 1) line.join(entry(`early ${index}`, { client: 'x' }))
    await clock.advance(21_000)
    for (let index = 0; index < 3; index += 1) line.join(entry(`late ${index}`, { client: 'x' }))
    free = 8
    line.advance()
    expect(placed.indexOf('title 0')).toBeLessThan(placed.indexOf('early 1'))
    expect(placed.indexOf('title 1')).toBeLessThan(placed.indexOf('late 0'))
    expect(placed).toHaveLength(8)
  })

  it('tries one of each kind and the smaller ones, not everybody: a long line costs little', () => {
    const line = createWaitingLine<string>(clock, () => 5000)
    for (let index = 0; index < 2000; index += 1) line.join(entry(`${index}`, { size: 10 + index }))
    tries = 0
    line.advance()
    expect(tries).toBe(1)
    line.join(entry('small', { size: 1 }))
    tries = 0
    line.advance()
    expect(tries).toBe(2)
    line.stop()
  })

  it('asks those again who are so far back that they had better go elsewhere', () => {
    const line = createWaitingLine<string>(clock, () => 100)
    const asked: number[] = []
    const place = (ahead: number): PlaceAnswer<string> => {
      asked.push(ahead)
      return ahead >= 2 ? { type: 'placed', placement: `${ahead}` } : { ...queued, waitsBelow: 2 }
    }
    for (let index = 0; index < 4; index += 1) line.join(entry(`${index}`, { place }))
    expect(line.length).toBe(2)
    expect(asked.filter(ahead => ahead >= 2)).toEqual([2, 2])
    line.stop()
  })
})
