import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { type AnswerState, newAnswer } from './answer-state'
import { announceStages } from './stage-announcements'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  const store = createStore<AnswerState>(() => newAnswer)
  const said: string[] = []
  const stop = announceStages(store, text => said.push(text))
  return { store, said, stop }
}

it('says a wait once, however often the place in the queue changes', () => {
  const { store, said } = setUp()
  store.setState({ stage: 'queued', ahead: 3 })
  store.setState({ ahead: 2 })
  vi.advanceTimersByTime(2_000)
  store.setState({ ahead: 1 })
  vi.advanceTimersByTime(5_000)
  expect(said).toEqual(['In line, 2 ahead'])
})

it('is silent about what is over at once, and about reading and writing', () => {
  const { store, said } = setUp()
  store.setState({ stage: 'queued', ahead: 0 })
  vi.advanceTimersByTime(1_000)
  store.setState({ stage: 'reading', ahead: null })
  vi.advanceTimersByTime(5_000)
  expect(said).toEqual([])
})

it('says a seam at once', () => {
  const { store, said } = setUp()
  const error = { code: 'STREAM_CUT_OFF', message: 'cut', retryable: true } as const
  store.setState({
    failovers: [{ node: 'gaming-pc', tier: 1, stage: 'mid_answer', mode: 'restart', error }],
    seam: { from: 'gaming-pc', to: 'mac-mini', midAnswer: true, mode: 'restart' },
  })
  expect(said).toEqual(['gaming-pc went away, continuing on mac-mini'])
})

it('says nothing more once it is stopped', () => {
  const { store, said, stop } = setUp()
  store.setState({ stage: 'waiting', expectedMs: 60_000 })
  stop()
  vi.advanceTimersByTime(5_000)
  expect(said).toEqual([])
})
