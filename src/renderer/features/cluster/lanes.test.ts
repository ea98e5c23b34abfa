import { describe, expect, it } from 'vitest'
import { activeRequest } from '../../../shared/entities/testing/views'
import { createNode } from '../../components/node.fixture'
import { nodeActions, projectLanes, requestsByNode, standInTier } from './lanes'

const request = (id: string, node: string | null, startedAt: number) => activeRequest(id, { node, startedAt })

describe('lanes', () => {
  it('are always three, keep the order of the file and leave disabled nodes out of the count', () => {
    const lanes = projectLanes([
      createNode({ name: 'big', tier: 2 }),
      createNode({ name: 'b', tier: 0, status: 'offline' }),
      createNode({ name: 'a', tier: 0, status: 'disabled' }),
      createNode({ name: 'c', tier: 0 }),
    ])
    expect(lanes.map(lane => lane.nodes.map(node => node.name))).toEqual([['b', 'a', 'c'], [], ['big']])
    expect(lanes.map(lane => [lane.online, lane.enabled])).toEqual([
      [1, 2],
      [0, 0],
      [1, 1],
    ])
  })

  it('say where an empty tier falls back to, in the order 2→1→0, 1→2→0, 0→1→2, online nodes only', () => {
    const lanes = projectLanes([
      createNode({ tier: 0 }),
      createNode({ name: 'x', tier: 2, status: 'offline' }),
    ])
    expect(standInTier(1, lanes)).toBe(0)
    expect(standInTier(2, lanes)).toBe(0)
    expect(standInTier(0, projectLanes([]))).toBeNull()
    const upper = projectLanes([createNode({ tier: 2 }), createNode({ name: 'y', tier: 1 })])
    expect(standInTier(0, upper)).toBe(1)
  })
})

it('groups requests by node, oldest first, with those not yet placed apart', () => {
  const grouped = requestsByNode([request('2', 'a', 20), request('1', 'a', 10), request('3', null, 5)])
  expect(grouped.get('a')?.map(entry => entry.id)).toEqual(['1', '2'])
  expect(grouped.get(null)?.map(entry => entry.id)).toEqual(['3'])
})

it('tells of what a node is answering before what waits for it, however long that has waited', () => {
  const waiting = activeRequest('old', { node: 'a', startedAt: 1, state: 'queued', ahead: 0 })
  const grouped = requestsByNode([waiting, request('running', 'a', 20)])
  expect(grouped.get('a')?.map(entry => entry.id)).toEqual(['running', 'old'])
})

describe('node actions', () => {
  it('offer to change only what stands in the file', () => {
    expect(nodeActions(createNode())).toEqual(['test', 'drain', 'edit', 'disable', 'remove'])
    expect(nodeActions(createNode({ enabled: false, status: 'disabled' }))).toContain('enable')
    expect(nodeActions(createNode({ origin: 'local' }))).toEqual(['test', 'drain'])
  })

  it('offer to stop a simulated node, or to bring it back', () => {
    expect(nodeActions(createNode({ origin: 'demo' }))).toEqual(['test', 'drain', 'stop'])
    expect(nodeActions(createNode({ origin: 'demo', status: 'offline' }))).toEqual([
      'test',
      'drain',
      'comeBack',
    ])
  })

  it('offer to bring a drained node back, and to drain none that is disabled', () => {
    expect(nodeActions(createNode({ status: 'draining' }))).toContain('resume')
    const disabled = nodeActions(createNode({ enabled: false, status: 'disabled' }))
    expect(disabled).not.toContain('drain')
    expect(disabled).not.toContain('resume')
  })
})
