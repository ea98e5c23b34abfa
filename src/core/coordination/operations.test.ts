import { beforeEach, describe, expect, it } from 'vitest'
import { createTestCluster, outcomeOf, question, specOf, type TestCluster } from './testing/cluster'
import { stopAfterEach } from './testing/stop-after-each'

let cluster: TestCluster

beforeEach(() => {
  cluster = createTestCluster()
})
stopAfterEach(() => cluster)

const slow = { plan: () => [{ say: 'slowly ' }, { wait: 1000 }, { say: 'to the end' }, 'done' as const] }
const incidentsOf = (name: string) => cluster.manager.node(name).incidents.map(({ kind }) => kind)

describe('a node that is drained', () => {
  it('finishes what it answers, gets nothing new, and goes quiet', async () => {
    const { machines, manager, setNodes, start, ask, embed, clock } = cluster
    const mac = machines.add('mac', slow)
    machines.add('tower', { latency: 50 })
    await setNodes([specOf('mac', { slots: 4 }), specOf('tower', { slots: 4 })])
    const { events, done } = start()
    await clock.advance(500)
    expect(manager.setDraining('mac', true)).toMatchObject({ status: 'draining', activeRequests: 1 })
    const { end } = await ask()
    expect(end).toMatchObject({ type: 'finished', answeredBy: { node: 'tower' } })
    expect(await embed({ target: { tier: 'auto', model: 'small' } })).toMatchObject({
      answeredBy: { node: 'tower' },
    })
    await clock.finish(done)
    expect(outcomeOf(events)).toMatchObject({ text: 'slowly to the end', end: { failovers: [] } })
    expect([mac.open, mac.requests.length, mac.embedRequests.length]).toEqual([0, 1, 0])
    expect(mac.clients.every(({ closed }) => !closed)).toBe(true)
  })

  it('is looked at on and on, and used at once when it is put back', async () => {
    const { machines, manager, setNodes, ask, clock } = cluster
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    manager.setDraining('mac', true)
    const before = mac.probes
    await clock.advance(60_000)
    expect(mac.probes).toBeGreaterThan(before + 8)
    expect(manager.setDraining('mac', false).status).toBe('online')
    expect((await ask()).end.type).toBe('finished')
    expect(incidentsOf('mac')).toEqual(['drained', 'resumed'])
  })

  it('stays so when its entry in the file changes, and says it once however often it is told', async () => {
    const { machines, manager, setNodes } = cluster
    machines.add('mac')
    await setNodes([specOf('mac')])
    manager.setDraining('mac', true)
    manager.setDraining('mac', true)
    await setNodes([specOf('mac', { tier: 2, weight: 3 })])
    expect(manager.node('mac')).toMatchObject({ status: 'draining', tier: 2, weight: 3 })
    expect(incidentsOf('mac')).toEqual(['drained'])
  })
})

describe('a node that points elsewhere, or has another key', () => {
  it('is still out when it was taken out', async () => {
    const { machines, manager, setNodes, ask } = cluster
    machines.add('mac')
    await setNodes([specOf('mac')])
    manager.setDraining('mac', true)
    await setNodes([specOf('mac', { token: 'new' })])
    expect(manager.node('mac').status).toBe('draining')
    expect((await ask()).end).toMatchObject({ type: 'failed', error: { code: 'NO_NODE_AVAILABLE' } })
  })

  it('holds nothing of a conversation that its predecessor ended after it was replaced', async () => {
    const { machines, setNodes, start, ask, clock } = cluster
    machines.add('mac', slow)
    machines.add('tower')
    machines.add('attic')
    await setNodes([specOf('mac')])
    const asked = question({ messages: [{ role: 'user', content: 'Lorem ipsum. '.repeat(100) }] })
    const { done } = start(asked)
    await clock.advance(500)
    await setNodes([specOf('attic'), specOf('mac', { url: 'http://tower' })])
    await clock.finish(done)
    const { end } = await ask(asked)
    expect(end.route?.candidates.map(({ reason }) => reason).join()).not.toContain('cached there')
  })
})

describe('two nodes with one address', () => {
  const twins = [
    specOf('mac', { url: 'http://localhost:1', slots: 2 }),
    specOf('twin', { url: 'http://127.0.0.1:1/', tier: 1, slots: 2 }),
  ]

  it('share the slots of their server, and what waits goes on when either is free', async () => {
    const { machines, manager, setNodes, start, clock } = cluster
    const mac = machines.add('localhost:1', slow)
    machines.alias('http://127.0.0.1:1/', mac)
    await setNodes(twins)
    let most = 0
    const asked = (['mac', 'twin', 'twin', 'mac', 'twin'] as const).map(node =>
      start(question({ target: { tier: 'auto', node } })),
    )
    await clock.advance(500)
    expect(mac.open).toBe(2)
    expect(manager.view().nodes.map(({ activeRequests, load }) => [activeRequests, load])).toEqual([
      [1, 1],
      [1, 1],
    ])
    for (let passed = 0; passed < 3000; passed += 100) {
      most = Math.max(most, mac.open)
      await clock.advance(100)
    }
    await clock.finish(Promise.all(asked.map(({ done }) => done)))
    expect(most).toBe(2)
    for (const { events } of asked) expect(outcomeOf(events).end.type).toBe('finished')
    expect(manager.view().nodes.map(({ load }) => load)).toEqual([0, 0])
  })

  it('count what one of them still answers that was replaced', async () => {
    const { machines, setNodes, start, clock } = cluster
    const mac = machines.add('mac', slow)
    await setNodes([specOf('mac')])
    const first = start()
    await clock.advance(500)
    await setNodes([specOf('mac', { token: 'new' })])
    const second = start()
    await clock.advance(100)
    expect(mac.open).toBe(1)
    expect(mac.clients, 'the new key is not used').toHaveLength(2)
    await clock.finish(Promise.all([first.done, second.done]))
    expect(outcomeOf(second.events)).toMatchObject({ text: 'slowly to the end', end: { failovers: [] } })
  })

  it('are both left alone when one is told that the server is full', async () => {
    const { machines, setNodes, start, clock } = cluster
    const mac = machines.add('mac', {
      plan: (_request, index) => (index === 0 ? [{ fail: 'NODE_BUSY' }] : [{ say: 'now' }, 'done']),
    })
    await setNodes([specOf('mac'), specOf('twin', { url: 'http://mac', tier: 1 })])
    const { events, done } = start()
    await clock.advance(50)
    expect(mac.requests).toHaveLength(1)
    await clock.finish(done)
    expect(outcomeOf(events).text).toBe('now')
  })
})

describe('a cluster that was stopped', () => {
  it('takes no nodes any more, whoever is late to give it some', async () => {
    const { machines, manager, clock } = cluster
    const mac = machines.add('mac')
    await manager.stop()
    await manager.setNodes([specOf('mac')])
    await clock.settle()
    expect([manager.view().nodes, mac.probes, clock.pending()]).toEqual([[], 0, 0])
  })
})

describe('a node that is renamed', () => {
  it('keeps its stream, its connection and all that was learnt of it', async () => {
    const { machines, manager, setNodes, start, ask, clock } = cluster
    const mac = machines.add('mac', slow)
    await setNodes([specOf('mac')])
    await ask()
    const { events, done } = start()
    await clock.advance(500)
    await setNodes([specOf('laptop', { url: 'http://mac', tier: 1 })])
    expect(manager.view().nodes).toMatchObject([
      { name: 'laptop', tier: 1, status: 'online', activeRequests: 1, statistics: { requests: 2 } },
    ])
    await clock.finish(done)
    expect(outcomeOf(events)).toMatchObject({ text: 'slowly to the end', end: { failovers: [] } })
    expect(mac.clients).toMatchObject([{ closed: false, closedInUse: false }])
  })

  it('is the same also when another has its old name now', async () => {
    const { machines, manager, setNodes, start, ask, clock } = cluster
    const mac = machines.add('mac', slow)
    machines.add('tower')
    await setNodes([specOf('mac'), specOf('tower', { tier: 1 })])
    manager.setDraining('tower', true)
    await ask(question({ target: { tier: 'auto', node: 'mac' } }))
    const { events, done } = start(question({ target: { tier: 'auto', node: 'mac' } }))
    await clock.advance(500)
    await setNodes([specOf('mac', { url: 'http://tower' }), specOf('tower', { url: 'http://mac' })])
    expect(manager.view().nodes).toMatchObject([
      { name: 'mac', url: 'http://tower', status: 'draining', statistics: { requests: 0 } },
      { name: 'tower', url: 'http://mac', status: 'online', statistics: { requests: 2 } },
    ])
    await clock.finish(done)
    expect(outcomeOf(events)).toMatchObject({ text: 'slowly to the end', end: { failovers: [] } })
    expect(mac.clients).toMatchObject([{ closed: false, closedInUse: false }])
  })

  it('leaves nothing of what it holds to whoever has its old name', async () => {
    const { machines, setNodes, ask } = cluster
    machines.add('mac')
    machines.add('tower')
    await setNodes([specOf('mac')])
    const asked = question({ messages: [{ role: 'user', content: 'Lorem ipsum. '.repeat(100) }] })
    const cachedAt = async () => {
      const { end } = await ask(asked)
      return end.route?.candidates.flatMap(({ node, reason }) =>
        reason.includes('cached there') ? node : [],
      )
    }
    await ask(asked)
    expect(await cachedAt()).toEqual(['mac'])
    const laptop = specOf('laptop', { url: 'http://mac' })
    await setNodes([laptop])
    await setNodes([laptop, specOf('mac', { url: 'http://tower' })])
    expect(await cachedAt()).toEqual([])
  })

  it('is another node when another of its address stays', async () => {
    const { machines, manager, setNodes, ask } = cluster
    machines.add('mac')
    await setNodes([specOf('mac')])
    await ask()
    await setNodes([specOf('mac'), specOf('twin', { url: 'http://mac' })])
    expect(manager.view().nodes).toMatchObject([
      { name: 'mac', statistics: { requests: 1 } },
      { name: 'twin', statistics: { requests: 0 } },
    ])
  })
})

describe('the history of a node', () => {
  it('tells when it went down and came up, and how it warms up after that', async () => {
    const { machines, manager, setNodes, clock } = cluster
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    expect(manager.node('mac')).toMatchObject({ slowStart: 1, incidents: [] })
    mac.kill()
    await clock.advance(10_000)
    mac.revive()
    await clock.advance(10_000)
    expect(manager.node('mac').status).toBe('online')
    expect(incidentsOf('mac')).toEqual(['went_down', 'came_up'])
    const { slowStart } = manager.node('mac')
    expect(slowStart).toBeGreaterThanOrEqual(0.1)
    expect(slowStart).toBeLessThan(0.5)
    await clock.advance(30_000)
    expect(manager.node('mac').slowStart).toBe(1)
  })

  it('tells that its breakers try again at once when it is back', async () => {
    const { machines, manager, setNodes, ask, clock } = cluster
    const mac = machines.add('mac', { plan: () => [{ fail: 'NODE_ERROR' }] })
    await setNodes([specOf('mac')])
    // Twice opened, so that it is open for 5 s at least.
    while (incidentsOf('mac').filter(kind => kind === 'breaker_opened').length < 3) {
      await ask()
      await clock.advance(1000)
    }
    mac.kill()
    while (manager.node('mac').status === 'online') await clock.advance(100)
    mac.revive()
    expect(manager.node('mac').breakers).toMatchObject([{ state: 'open' }])
    while (manager.node('mac').status !== 'online') await clock.advance(100)
    expect(manager.node('mac').breakers).toMatchObject([{ state: 'half_open' }])
    expect(incidentsOf('mac').slice(-2)).toEqual(['came_up', 'breaker_half_opened'])
  })

  it('tells that it is back when it answers a request, though its checks still time out', async () => {
    const { machines, manager, setNodes, start, clock } = cluster
    const mac = machines.add('mac', { plan: () => [{ say: 'a' }, { wait: 25_000 }, { say: 'b' }, 'done'] })
    await setNodes([specOf('mac')])
    const { done } = start()
    await clock.advance(100)
    mac.probe = 'silent'
    await clock.advance(20_000)
    expect(manager.node('mac').status).toBe('offline')
    await clock.advance(5_000)
    await done
    expect(manager.node('mac')).toMatchObject({ status: 'online', error: null })
    expect(incidentsOf('mac')).toEqual(['went_down', 'came_up'])
  })

  it('is that of the last fifty incidents', async () => {
    const { machines, manager, setNodes } = cluster
    machines.add('mac')
    await setNodes([specOf('mac')])
    for (let index = 0; index < 40; index += 1) {
      manager.setDraining('mac', true)
      manager.setDraining('mac', false)
    }
    expect(incidentsOf('mac')).toHaveLength(50)
    expect(incidentsOf('mac').at(-1)).toBe('resumed')
  })
})
