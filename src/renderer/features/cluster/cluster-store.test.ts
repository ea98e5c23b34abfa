import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createNode } from '../../components/node.fixture'
import { createClusterStore, type Notice } from './cluster-store'

function setUp(table: Parameters<typeof createTableClient>[0]) {
  const { client, asked } = createTableClient(table)
  const notices: Notice[] = []
  return { cluster: createClusterStore(client, notice => notices.push(notice)), notices, asked }
}

describe('cluster store', () => {
  it('runs one action at a time on a node, and shows it as busy meanwhile', async () => {
    let finish: (value: unknown) => void = () => undefined
    const { cluster, asked } = setUp({
      'cluster.setNodeEnabled': () => new Promise(resolve => (finish = resolve)),
    })
    const first = cluster.setEnabled('a', false)
    await cluster.setEnabled('a', false)
    expect([...cluster.store.getState().busy]).toEqual(['a'])
    expect(asked).toHaveLength(1)
    finish(createNode())
    await first
    expect([...cluster.store.getState().busy]).toEqual([])
  })

  it('tells a failure with its hint and lets the node be tried again', async () => {
    const { cluster, notices } = setUp({
      'cluster.removeNode': () => Promise.reject(new HarombeError('LOCKED', 'Busy.', { hint: 'Wait.' })),
    })
    await cluster.remove('a')
    expect(notices).toEqual([{ tone: 'danger', title: 'Busy.', detail: 'Wait.' }])
    expect(cluster.store.getState().busy.size).toBe(0)
  })

  it('says what becomes of the answers of a node that is drained', async () => {
    const nodes = [createNode({ activeRequests: 2 }), createNode({ activeRequests: 0 })]
    const { cluster, notices, asked } = setUp({ 'cluster.setNodeDraining': () => nodes.shift() })
    await cluster.setDraining('a', true)
    await cluster.setDraining('a', true)
    await cluster.setDraining('a', false).catch(() => undefined)
    expect(asked[0]).toEqual(['cluster.setNodeDraining', { name: 'a', draining: true }])
    expect(notices.slice(0, 2)).toMatchObject([
      { tone: 'ok', title: 'a takes nothing new', detail: 'The 2 answers it is writing are finished first.' },
      { tone: 'ok', title: 'a takes nothing new', detail: undefined },
    ])
  })

  it('writes whether others are looked for, and touches nothing else of discovery', async () => {
    const { cluster, asked } = setUp({ 'cluster.setDiscovery': () => null })
    await cluster.setLooking(true)
    await cluster.setLooking(false)
    expect(asked).toEqual([
      ['cluster.setDiscovery', { method: 'mdns' }],
      ['cluster.setDiscovery', { method: 'explicit' }],
    ])
  })

  it('reports what a check found, good or bad', async () => {
    const error = {
      code: 'NODE_UNREACHABLE',
      message: 'Nothing answers.',
      retryable: true,
      hint: 'On?',
    } as const
    const results = [createNode({ name: 'a' }), createNode({ name: 'a', status: 'offline', error })]
    const { cluster, notices } = setUp({ 'cluster.checkNow': () => [results.shift()] })
    await cluster.checkNode('a')
    await cluster.checkNode('a')
    expect(notices).toEqual([
      { tone: 'ok', title: 'a answers', detail: 'qwen3:4b' },
      { tone: 'danger', title: 'a: Nothing answers.', detail: 'On?' },
    ])
  })

  it('says whether the demo came up, so that the first run does not end on a failure', async () => {
    expect(await setUp({ 'cluster.startDemo': () => [] }).cluster.startDemo()).toBe(true)
    expect(await setUp({}).cluster.startDemo()).toBe(false)
  })
})
