import { describe, expect, it } from 'vitest'
import { activeRequest, clusterSummary } from '../../../shared/entities/testing/views'
import { english } from '../../../shared/texts/english'
import { byProgress, motionText } from './motion'

const summary = clusterSummary({ nodesTotal: 1, nodesOnline: 1 })

describe('motionText', () => {
  it('says that nothing goes on rather than nothing', () => {
    expect(motionText([], summary, english)).toBe('Nothing is being answered')
    expect(motionText([], { ...summary, rejected: 1 }, english)).toBe(
      'Nothing is being answered · 1 request turned away',
    )
  })

  it('tells those that wait for a slot from those that wait for a node', () => {
    const requests = [
      activeRequest('1', { node: 'a' }),
      activeRequest('2', { state: 'queued', ahead: 0 }),
      activeRequest('3', { state: 'waiting' }),
    ]
    expect(motionText(requests, { ...summary, queued: 2 }, english)).toBe(
      '1 being answered, 1 waiting for a free place, 1 waiting for a node to come back',
    )
  })
})

it('lists the line in its order, after what is being answered', () => {
  const sorted = [
    activeRequest('late', { state: 'queued', ahead: 2, startedAt: 1 }),
    activeRequest('next', { state: 'queued', ahead: 0, startedAt: 9 }),
    activeRequest('running', { node: 'a', startedAt: 5 }),
  ].sort(byProgress)
  expect(sorted.map(({ id }) => id)).toEqual(['running', 'next', 'late'])
})
