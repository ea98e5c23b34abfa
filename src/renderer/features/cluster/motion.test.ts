import { describe, expect, it } from 'vitest'
import type { ActiveRequest, ClusterSummary } from '../../../shared/entities'
import { byProgress, motionText } from './motion'

const request = (id: string, part: Partial<ActiveRequest>): ActiveRequest => ({
  id,
  node: null,
  tier: null,
  class: null,
  origin: 'chat',
  startedAt: 0,
  tokens: 0,
  state: 'running',
  ahead: null,
  ...part,
})
const summary: ClusterSummary = {
  nodesTotal: 1,
  nodesOnline: 1,
  answers: 0,
  failures: 0,
  failovers: 0,
  ttftMs: null,
  tokensPerSecond: null,
  simpleOnTier0: null,
  queued: 0,
  rejected: 0,
  tiers: [],
}

describe('motionText', () => {
  it('says that nothing goes on rather than nothing', () => {
    expect(motionText([], summary)).toBe('Nothing is being answered')
    expect(motionText([], { ...summary, rejected: 1 })).toBe(
      'Nothing is being answered · 1 request turned away',
    )
  })

  it('tells those that wait for a slot from those that wait for a node', () => {
    const requests = [
      request('1', { node: 'a' }),
      request('2', { state: 'queued', ahead: 0 }),
      request('3', { state: 'waiting' }),
    ]
    expect(motionText(requests, { ...summary, queued: 2 })).toBe(
      '1 being answered, 1 waiting for a free place, 1 waiting for a node to come back',
    )
  })
})

it('lists the line in its order, after what is being answered', () => {
  const sorted = [
    request('late', { state: 'queued', ahead: 2, startedAt: 1 }),
    request('next', { state: 'queued', ahead: 0, startedAt: 9 }),
    request('running', { node: 'a', startedAt: 5 }),
  ].sort(byProgress)
  expect(sorted.map(({ id }) => id)).toEqual(['running', 'next', 'late'])
})
