import { beforeEach, expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '../testing/scripted-process'
import { createIdleKeeper, type IdleKeeper } from './idle-keeper'

let clock: ManualClock
let done: string[]
let keeper: IdleKeeper
beforeEach(() => {
  clock = createManualClock()
  done = []
  keeper = createIdleKeeper({
    clock,
    unload: model => done.push(`unload ${model}`),
    endProcess: () => done.push('end'),
  })
})

it('ends the process when its last model has been idle for as long as was asked', () => {
  keeper.use('a', 60)()
  clock.advance(59_999)
  expect(done).toEqual([])
  clock.advance(1)
  expect(done).toEqual(['end'])
})

it('unloads one model while another is still kept', () => {
  keeper.use('embedder', 10)()
  keeper.use('chat', 60)()
  clock.advance(10_000)
  expect(done).toEqual(['unload embedder'])
  clock.advance(50_000)
  expect(done).toEqual(['unload embedder', 'end'])
})

it('drops nothing that is in use, and begins to count at the end of the last use', () => {
  const first = keeper.use('a', 1)
  const second = keeper.use('a', 1)
  clock.advance(60_000)
  first()
  clock.advance(60_000)
  second()
  expect(keeper.deadline('a')).toBe(121_000)
  expect(done).toEqual([])
  clock.advance(1000)
  expect(done).toEqual(['end'])
})

it('counts anew with every use', () => {
  keeper.use('a', 10)()
  clock.advance(9000)
  keeper.use('a', 10)()
  clock.advance(9000)
  expect(done).toEqual([])
})

it('keeps a model for ever, or not at all', () => {
  keeper.use('a', -1)()
  clock.advance(1e9)
  expect(done).toEqual([])
  expect(keeper.deadline('a')).toBeNull()
  keeper.use('b', 0)()
  clock.advance(0)
  expect(done).toEqual(['unload b'])
})

it('does not keep a process for long that has no model', () => {
  keeper.use(null)()
  clock.advance(30_000)
  expect(done).toEqual(['end'])
})

it('forgets what is gone, and holds no timer when it is stopped', () => {
  keeper.use('a', 10)()
  keeper.use('b', 10)()
  keeper.forget('a')
  expect(keeper.deadline('a')).toBeNull()
  keeper.stop()
  expect(clock.pending).toBe(0)
})
