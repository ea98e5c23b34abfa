import { beforeEach, describe, expect, it } from 'vitest'
import type { ClusterUpdate, ClusterView } from '../../shared/entities'
import { clusterView } from '../../shared/entities'
import { applyClusterUpdate, type RevisedView } from '../../shared/entities/cluster-update'
import { createTestCluster, outcomeOf, question, specOf, type TestCluster, whatIf } from './testing/cluster'
import { stopAfterEach } from './testing/stop-after-each'

let cluster: TestCluster

beforeEach(() => {
  cluster = createTestCluster()
})
stopAfterEach(() => cluster)

const slow = (name: string) => ({
  plan: () => [{ say: `${name} ` }, { wait: 1000 }, { say: 'to the end' }, 'done' as const],
})

describe('changing the nodes while one of them answers', () => {
  it.each([
    ['it is removed', []],
    ['it is disabled', [specOf('mac', { enabled: false })]],
    ['its tier, model and slots change', [specOf('mac', { tier: 2, model: 'other', slots: 4 })]],
    ['it points elsewhere', [specOf('mac', { url: 'http://tower' })]],
    ['it gets another token', [specOf('mac', { token: 'new' })]],
    ['another one comes before it', [specOf('tower'), specOf('mac')]],
  ])('does not lose the answer when %s', async (_name, specs) => {
    const mac = cluster.machines.add('mac', slow('mac'))
    cluster.machines.add('tower')
    await cluster.setNodes([specOf('mac')])
    const { events, done } = cluster.start()
    await cluster.clock.advance(500)
    await cluster.setNodes(specs)
    await cluster.clock.finish(done)
    const { end, text } = outcomeOf(events)
    expect(end).toMatchObject({ type: 'finished', answeredBy: { node: 'mac' }, failovers: [] })
    expect(text).toBe('mac to the end')
    expect(mac.clients.some(({ closedInUse }) => closedInUse)).toBe(false)
  })

  it('closes a removed node’s connection after its last answer, and not before', async () => {
    const mac = cluster.machines.add('mac', slow('mac'))
    await cluster.setNodes([specOf('mac', { slots: 2 })])
    const first = cluster.start()
    await cluster.clock.advance(500)
    const second = cluster.start()
    await cluster.clock.advance(100)
    await cluster.setNodes([])
    expect(mac.clients).toMatchObject([{ closed: false, open: 2 }])
    await cluster.clock.finish(first.done)
    expect(mac.clients).toMatchObject([{ closed: false, open: 1 }])
    await cluster.clock.finish(second.done)
    expect(mac.clients).toMatchObject([{ closed: true, open: 0, closedInUse: false }])
  })

  it('closes it also when its last answer was cancelled or given up by its reader', async () => {
    const mac = cluster.machines.add('mac', slow('mac'))
    await cluster.setNodes([specOf('mac', { slots: 2 })])
    const abort = new AbortController()
    const cancelled = cluster.start(question(), abort.signal)
    await cluster.clock.advance(100)
    for await (const event of cluster.manager.execute(question(), new AbortController().signal)) {
      if (event.type !== 'text') continue
      await cluster.setNodes([])
      break
    }
    expect(mac.clients[0]?.closed).toBe(false)
    abort.abort()
    await cluster.clock.settle()
    await cancelled.done
    expect(mac.clients).toMatchObject([{ closed: true, closedInUse: false }])
  })

  it('in the moment it was chosen still lets it answer', async () => {
    const mac = cluster.machines.add('mac')
    await cluster.setNodes([specOf('mac')])
    const events = []
    for await (const event of cluster.manager.execute(question(), new AbortController().signal)) {
      events.push(event)
      if (event.type === 'stage' && event.stage === 'connecting') void cluster.manager.setNodes([])
      if (event.type === 'stage' && event.stage === 'reading') void cluster.clock.advance(100)
    }
    expect(outcomeOf(events).end.type).toBe('finished')
    expect(mac.clients).toMatchObject([{ closed: true, closedInUse: false }])
  })

  it('sends the answer that broke off on a removed node to those that are there now', async () => {
    cluster.machines.add('mac', { plan: () => [{ say: 'half' }, { wait: 1000 }, 'cut'] })
    cluster.machines.add('tower')
    await cluster.setNodes([specOf('mac')])
    const { events, done } = cluster.start()
    await cluster.clock.advance(500)
    await cluster.setNodes([specOf('tower')])
    await cluster.clock.finish(done)
    expect(outcomeOf(events)).toMatchObject({ text: 'tower answers', end: { type: 'finished' } })
  })
})

describe('setNodes', () => {
  it('keeps what is known of nodes that did not change', async () => {
    const mac = cluster.machines.add('mac')
    await cluster.setNodes([specOf('mac')])
    await cluster.ask()
    await cluster.setNodes([specOf('mac', { tier: 2, slots: 3 })])
    expect(cluster.manager.node('mac')).toMatchObject({
      status: 'online',
      tier: 2,
      slots: 3,
      statistics: { requests: 1 },
    })
    expect(mac.clients).toHaveLength(1)
    expect(mac.probes).toBe(1)
  })

  it('shows the nodes in the order of the file', async () => {
    for (const name of ['a', 'b', 'c']) cluster.machines.add(name)
    await cluster.setNodes([specOf('c'), specOf('a')])
    await cluster.setNodes([specOf('a'), specOf('b'), specOf('c')])
    expect(cluster.manager.view().nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  it('resolves for everybody who set the same nodes only when each was looked at once', async () => {
    cluster.machines.add('mac')
    const first = cluster.manager.setNodes([specOf('mac')])
    await cluster.setNodes([specOf('mac')])
    expect(cluster.manager.node('mac').status).toBe('online')
    await first
  })

  it('resolves though a node is away, when each was looked at once', async () => {
    cluster.machines.add('mac', { probe: 'silent' })
    await cluster.setNodes([specOf('mac'), specOf('ghost')])
    expect(cluster.clock.monotonic()).toBe(2000)
    expect(cluster.manager.view().nodes.map(({ status }) => status)).toEqual(['offline', 'offline'])
  })
})

describe('the view', () => {
  it('follows a request from its beginning to its end and counts it', async () => {
    cluster.machines.add('mac', slow('mac'))
    await cluster.setNodes([specOf('mac', { slots: 2 })])
    const abort = new AbortController()
    const updates: ClusterUpdate[] = []
    const watching = (async () => {
      for await (const update of cluster.manager.watch(abort.signal)) updates.push(update)
    })()
    const { done } = cluster.start(question({ origin: 'api' }))
    await cluster.clock.advance(500)
    expect(cluster.manager.view()).toMatchObject({
      nodes: [{ activeRequests: 1, slots: 2, load: 0.5 }],
      requests: [{ node: 'mac', tier: 0, class: 'simple', origin: 'api', tokens: 1 }],
      summary: { nodesTotal: 1, nodesOnline: 1, answers: 0 },
    })
    await cluster.clock.finish(done)
    await cluster.clock.advance(100)
    const view = cluster.manager.view()
    expect(view).toMatchObject({
      nodes: [{ activeRequests: 0 }],
      requests: [],
      summary: { answers: 1, failures: 0, failovers: 0, simpleOnTier0: 1, ttftMs: 0 },
    })
    expect(clusterView.safeParse(view).error).toBeUndefined()
    abort.abort()
    await watching
    const replayed = updates.reduce<RevisedView | null>(applyClusterUpdate, null)
    expect(replayed?.view).toEqual(view)
  })

  it('counts failures and failovers, and a simple question that tier 0 did not answer', async () => {
    cluster.machines.add('mac', { plan: () => [{ fail: 'TIMEOUT' }] })
    cluster.machines.add('dgx')
    await cluster.setNodes([specOf('mac'), specOf('dgx', { tier: 2 })])
    await cluster.ask()
    await cluster.ask(question({ target: { tier: 'auto', node: 'mac' } }))
    await cluster.ask(question({ target: { tier: 2 } }))
    expect(cluster.manager.view().summary).toMatchObject({
      answers: 2,
      failures: 1,
      failovers: 2,
      // The forced ones say nothing about routing.
      simpleOnTier0: 0,
    })
  })

  it('gives nobody a hold on its own lists', async () => {
    cluster.machines.add('mac')
    await cluster.setNodes([specOf('mac')])
    const before: ClusterView = structuredClone(cluster.manager.view())
    const view = cluster.manager.view()
    view.nodes[0]?.models.push('smuggled')
    view.nodes[0]?.latencyHistory.push(1)
    expect(cluster.manager.view()).toEqual(before)
  })
})

describe('what layers above ask', () => {
  it('explain says where a text would go and sends nothing', async () => {
    const mac = cluster.machines.add('mac')
    await cluster.setNodes([specOf('mac')])
    const decision = cluster.manager.explain(whatIf('What is the capital of France?'))
    expect(decision).toMatchObject({ wantedTier: 0, candidates: [{ node: 'mac', verdict: 'chosen' }] })
    expect(mac.requests).toHaveLength(0)
  })

  it('models lists what usable nodes serve, each model once with all its nodes', async () => {
    cluster.machines.add('mac', { models: ['small', 'large'] })
    cluster.machines.add('dgx', { models: ['large'] })
    const away = cluster.machines.add('away', { models: ['secret'] })
    away.kill()
    await cluster.setNodes([specOf('mac'), specOf('dgx', { model: 'large' }), specOf('away')])
    expect(cluster.manager.models()).toMatchObject([
      { model: 'small', nodes: ['mac'] },
      { model: 'large', nodes: ['mac', 'dgx'] },
    ])
    expect(cluster.manager.models()).toHaveLength(2)
  })

  it('models does not list one model twice under its short and its full name', async () => {
    cluster.machines.add('mac', { models: ['small:latest'] })
    await cluster.setNodes([specOf('mac')])
    expect(cluster.manager.models()).toHaveLength(1)
  })
})
