import { describe, expect, it } from 'vitest'
import { type BreakerView, breakerState, nodeIncident } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { createNode } from '../../components/node.fixture'
import { breakerLook, incidentLook, nodeConditions } from './node-conditions'

const now = 1_000_000
const open: BreakerView = {
  model: 'qwen3:4b',
  state: 'open',
  since: now - 1_000,
  retryAt: now + 7_400,
  reason: '5 failures in a row',
}
const texts = (...parts: Parameters<typeof createNode>) =>
  nodeConditions(createNode(...parts), now, english).map(({ text }) => text)

it('tells the three states of a breaker apart by shape as well as by word', () => {
  const looks = breakerState.options.map(state => breakerLook({ ...open, state }, now, english))
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(3)
  expect(new Set(looks.map(({ label }) => label)).size).toBe(3)
})

describe('nodeConditions', () => {
  it('are none for a node that simply works', () => {
    expect(texts()).toEqual([])
    expect(texts({ breakers: [{ ...open, state: 'closed', retryAt: null }] })).toEqual([])
  })

  it('say when a held back node is tried again, in whole seconds to come', () => {
    expect(texts({ breakers: [open] })).toEqual(['Breaker open: next try in 8 s'])
    expect(texts({ breakers: [{ ...open, retryAt: now - 50 }] })).toEqual(['Breaker open: next try at once'])
  })

  it('name the model when it is not the one that answers', () => {
    expect(texts({ breakers: [{ ...open, model: 'big' }] })[0]).toMatch(/^big open/)
  })

  it('say what a draining node still does', () => {
    expect(texts({ status: 'draining', activeRequests: 2 })).toEqual([
      'Takes nothing new, finishes 2 answers',
    ])
    expect(texts({ status: 'draining' })).toEqual(['Takes nothing new, done with its answers'])
  })

  it('say nothing of a breaker or a slow start while the node is away anyway', () => {
    expect(texts({ status: 'offline', breakers: [open], slowStart: 0.1 })).toEqual([])
  })

  it('say how much a node that is just back gets', () => {
    expect(texts({ slowStart: 0.437 })).toEqual(['Just back: gets 44 % of its share'])
  })
})

it('has words for everything that can happen to a node', () => {
  const labels = nodeIncident.shape.kind.options.map(kind => incidentLook({ kind }, english).label)
  expect(new Set(labels).size).toBe(labels.length)
})
