import { afterEach, expect, it } from 'vitest'
import { createTestCluster, question, specOf, type TestCluster } from './testing/cluster'
import type { RouteTarget } from './types'

let cluster: TestCluster
afterEach(() => cluster.manager.stop())

async function failuresAfter(target: RouteTarget, nodes: readonly string[], arrange = () => {}) {
  await cluster.setNodes(nodes.map(name => specOf(name)))
  arrange()
  const { end } = await cluster.ask(question({ target }))
  const { failures } = cluster.manager.view().summary
  return [end.type === 'failed' ? end.error.code : end.type, failures]
}

it.each([
  ['a node that is not there', { tier: 'auto', node: 'nobody' }, ['mac'], 'NOT_FOUND'],
  ['a model that nobody serves', { tier: 'auto', model: 'nothing' }, ['mac'], 'MODEL_MISSING'],
  ['anything of a cluster without nodes', { tier: 'auto' }, [], 'NO_NODE_AVAILABLE'],
] as const)(
  'asking for %s does not count as a failure of the cluster',
  async (_name, target, nodes, code) => {
    cluster = createTestCluster()
    cluster.machines.add('mac')
    expect(await failuresAfter(target, nodes)).toEqual([code, 0])
  },
)

it('a question nobody could answer counts, and one that the nodes failed', async () => {
  cluster = createTestCluster()
  const mac = cluster.machines.add('mac')
  expect(await failuresAfter({ tier: 'auto' }, ['away'])).toEqual(['NO_NODE_AVAILABLE', 1])
  const fail = () => {
    mac.plan = () => [{ fail: 'NODE_ERROR' }]
  }
  expect(await failuresAfter({ tier: 'auto' }, ['mac'], fail)).toEqual(['ALL_NODES_FAILED', 2])
})
