import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExecutionEvent } from '../../coordination/types'
import { createWaitingNotice, describeWait } from './waiting-notice'

type Stage = Extract<ExecutionEvent, { type: 'stage' }>
const queued = (ahead: number, expectedMs?: number): Stage => ({
  type: 'stage',
  stage: 'queued',
  node: null,
  ahead,
  expectedMs,
})

describe('what a waiting client is told', () => {
  it.each([
    [queued(2, 8_200), 'queued, 2 ahead, about 8 s'],
    [queued(0), 'queued, 0 ahead'],
    [queued(1, 3), 'queued, 1 ahead, about 1 s'],
    [{ type: 'stage', stage: 'waiting', node: null } as const, 'waiting for a node to come back'],
    [{ type: 'stage', stage: 'loading', node: 'a' } as const, null],
  ])('%j', (stage, expected) => {
    expect(describeWait(stage)).toBe(expected)
  })
})

describe('notices', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const begin = () => {
    const said: string[] = []
    return { said, notice: createWaitingNotice(text => said.push(text), 2_000) }
  }

  it('leave the head unsent for two seconds, so that a refusal has a status', () => {
    const { said, notice } = begin()
    notice.observe(queued(3))
    vi.advanceTimersByTime(1_999)
    expect(said).toEqual([])
    vi.advanceTimersByTime(1)
    expect(said).toEqual(['queued, 3 ahead'])
  })

  it('tell only what is new, once a second at most, and the newest', () => {
    const { said, notice } = begin()
    notice.observe(queued(3))
    vi.advanceTimersByTime(2_000)
    notice.observe(queued(2))
    notice.observe(queued(1))
    vi.advanceTimersByTime(1_000)
    notice.observe(queued(1))
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual(['queued, 3 ahead', 'queued, 1 ahead'])
  })

  it.each(['stop', 'stage'] as const)('own no timer once the wait is over: %s', how => {
    const { said, notice } = begin()
    notice.observe(queued(3))
    if (how === 'stop') notice.stop()
    else notice.observe({ type: 'stage', stage: 'connecting', node: 'a' })
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(60_000)
    expect(said).toEqual([])
  })
})
