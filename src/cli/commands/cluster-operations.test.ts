import { describe, expect, it } from 'vitest'
import type { HarombeClient, HarombeContract } from '../../shared/contract'
import { contract } from '../../shared/contract'
import type { ClusterUpdate, NodeView } from '../../shared/entities'
import { clusterView, nodeView } from '../../shared/entities/testing/views'
import { createMemoryChannelPair } from '../../shared/rpc/channel'
import { createRpcClient } from '../../shared/rpc/client'
import { createRouter, serveChannel } from '../../shared/rpc/server'
import { createRunContext } from '../testing/run-context'
import { clusterDrain, clusterResume, clusterWake, clusterWeight } from './cluster-operations'

const node = (changes: Partial<NodeView> = {}) => nodeView('mini', changes)

const snapshot = (revision: number, changes: Partial<NodeView>): ClusterUpdate => ({
  type: 'snapshot',
  revision,
  view: clusterView([node(changes)]),
})

/** A coordinator that drains as it is told; `updates` is what it then says of the cluster. */
function setUp({
  json = false,
  running = true,
  updates = [] as ClusterUpdate[],
  status = 'online' as NodeView['status'],
} = {}) {
  const [near, far] = createMemoryChannelPair()
  const { setNodeDraining, updateNode, wakeNode, watchCluster } = contract.cluster
  const changed: unknown[] = []
  const router = createRouter(
    { cluster: { setNodeDraining, updateNode, wakeNode, watchCluster } },
    {
      cluster: {
        setNodeDraining: ({ draining }) =>
          node(draining ? { status: 'draining', activeRequests: 2 } : { status }),
        updateNode(input) {
          changed.push(input)
          return node({ weight: input.changes.weight ?? 1 })
        },
        wakeNode: ({ name }) => ({ sentTo: name === 'mini' ? ['192.168.1.255', '10.0.7.255'] : [] }),
        async *watchCluster() {
          yield* updates
        },
      },
    },
  )
  serveChannel(far, router, { kind: 'cli', scopes: ['read', 'admin'] }, { reportUnknown: () => 'reference' })
  const client: HarombeClient = createRpcClient<HarombeContract>(near)
  const openSession = async () => ({ client, close: async () => undefined })
  return { ...createRunContext(openSession, { json, running }), changed }
}

describe('cluster drain', () => {
  it('says what is still being answered, and does not wait unasked', async () => {
    const { context, stdout } = setUp()
    expect(await clusterDrain('mini', {}, context)).toBe(0)
    expect(stdout()).toBe('mini takes nothing new. It finishes 2 answers; --wait waits for that.\n')
  })

  it('waits until the last answer is finished', async () => {
    const updates = [
      snapshot(1, { status: 'draining', activeRequests: 2 }),
      snapshot(2, { status: 'draining', activeRequests: 1 }),
      snapshot(3, { status: 'draining', activeRequests: 0 }),
    ]
    const { context, stdout } = setUp({ json: true, updates })
    expect(await clusterDrain('mini', { wait: true }, context)).toBe(0)
    expect(JSON.parse(stdout())).toMatchObject({ name: 'mini', status: 'draining', active_requests: 0 })
  })

  it('fails with what to do when no coordinator runs, as draining would not outlive the command', async () => {
    const { context } = setUp({ running: false })
    await expect(clusterDrain('mini', {}, context)).rejects.toMatchObject({
      code: 'DISCONNECTED',
      hint: expect.stringContaining('harombe serve'),
    })
  })
})

it('does not claim that a resumed node answers when it is away', async () => {
  const good = setUp()
  await clusterResume('mini', good.context)
  expect(good.stdout()).toBe('mini takes questions again.\n')
  const away = setUp({ status: 'offline' })
  await clusterResume('mini', away.context)
  expect(away.stdout()).toBe('mini is no longer drained, but it is offline.\n')
})

it('says where a wake-up call went, and does not claim that it was heard', async () => {
  const { context, stdout } = setUp()
  expect(await clusterWake('mini', context)).toBe(0)
  expect(stdout()).toBe(
    'Sent a wake-up call for mini to 192.168.1.255, 10.0.7.255. It may take a minute to answer.\n',
  )
  const json = setUp({ json: true })
  await clusterWake('mini', json.context)
  expect(JSON.parse(json.stdout())).toEqual({ name: 'mini', sent_to: ['192.168.1.255', '10.0.7.255'] })
})

it('writes a weight into the file, and takes it out again for 1', async () => {
  const { context, changed, stdout } = setUp()
  await clusterWeight('mini', 2.5, context)
  await clusterWeight('mini', 1, context)
  expect(changed).toEqual([
    { name: 'mini', changes: { weight: 2.5 } },
    { name: 'mini', changes: { weight: null } },
  ])
  expect(stdout()).toContain('mini now has the weight 2.5.')
})
