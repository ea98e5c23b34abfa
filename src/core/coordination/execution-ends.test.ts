import { beforeEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { createTestCluster, outcomeOf, question, specOf, type TestCluster } from './testing/cluster'
import { stopAfterEach } from './testing/stop-after-each'

let cluster: TestCluster

beforeEach(() => {
  cluster = createTestCluster()
})
stopAfterEach(() => cluster)

describe('an answer that is cancelled', () => {
  it.each([0, 2, 10, 15, 20, 25])('after %d ms ends as CANCELLED and closes the node’s stream', async ms => {
    const a = cluster.machines.add('a', { plan: () => [{ wait: 10 }, { say: 'x' }, { wait: 10 }, 'hang'] })
    await cluster.setNodes([specOf('a')])
    const abort = new AbortController()
    const { events, done } = cluster.start(question(), abort.signal)
    await cluster.clock.advance(ms)
    abort.abort()
    await cluster.clock.settle()
    expect(outcomeOf(events).end).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } })
    await done
    expect(a.open).toBe(0)
    expect(cluster.manager.node('a')).toMatchObject({ activeRequests: 0, status: 'online', error: null })
    expect(cluster.manager.node('a').statistics.failures).toBe(0)
    expect(cluster.manager.view().summary).toMatchObject({ failures: 0, answers: 0 })
  })

  it('says why when the caller does, such as that harombe is shutting down', async () => {
    cluster.machines.add('a', { plan: () => ['hang'] })
    await cluster.setNodes([specOf('a')])
    const abort = new AbortController()
    const { events, done } = cluster.start(question(), abort.signal)
    await cluster.clock.advance(5)
    abort.abort(new HarombeError('DISCONNECTED', 'harombe is shutting down.'))
    await cluster.clock.finish(done)
    expect(outcomeOf(events).end).toMatchObject({ error: { code: 'DISCONNECTED' } })
    expect(cluster.manager.node('a').statistics.failures).toBe(0)
  })

  it('before it began ends as CANCELLED without asking any node', async () => {
    const a = cluster.machines.add('a')
    await cluster.setNodes([specOf('a')])
    const { end } = await cluster.ask(question(), AbortSignal.abort())
    expect(end).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } })
    expect(a.requests).toHaveLength(0)
  })

  it.each([0, 100])(
    'while the nodes are looked at once more (%d ms in) ends as CANCELLED at once',
    async ms => {
      cluster.machines.add('a', { probe: 'silent' })
      await cluster.setNodes([specOf('a')])
      const abort = new AbortController()
      const { events, done } = cluster.start(question(), abort.signal)
      await cluster.clock.advance(ms)
      abort.abort()
      await cluster.clock.settle()
      expect(outcomeOf(events).end).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } })
      await done
    },
  )

  it('in the moment a node fails is CANCELLED, and no other node is asked', async () => {
    cluster.machines.add('a', { plan: () => [{ fail: 'TIMEOUT' }] })
    const b = cluster.machines.add('b', { latency: 50 })
    await cluster.setNodes([specOf('a'), specOf('b')])
    const abort = new AbortController()
    const events = []
    for await (const event of cluster.manager.execute(question(), abort.signal)) {
      events.push(event)
      if (event.type === 'failedOver') abort.abort()
    }
    expect(outcomeOf(events).end).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } })
    expect(b.requests).toHaveLength(0)
  })

  it('when no node is left is CANCELLED, not a failure of the cluster', async () => {
    cluster.machines.add('a', { plan: () => [{ fail: 'TIMEOUT' }] })
    await cluster.setNodes([specOf('a')])
    const abort = new AbortController()
    const events = []
    for await (const event of cluster.manager.execute(question(), abort.signal)) {
      events.push(event)
      if (event.type === 'failedOver') abort.abort()
    }
    expect(outcomeOf(events).end).toMatchObject({ type: 'failed', error: { code: 'CANCELLED' } })
  })
})

describe('an answer that takes too long', () => {
  it.each([
    ['before its first token', [{ wait: 60_000 }, 'done']],
    ['in its middle', [{ say: 'x' }, 'hang']],
  ] as const)('ends as TIMEOUT %s and closes the node’s stream', async (_name, plan) => {
    const a = cluster.machines.add('a', { plan: () => plan })
    cluster.machines.add('b', { latency: 50 })
    await cluster.setNodes([specOf('a'), specOf('b')])
    const { end } = await cluster.ask(question({ timeoutMs: 3000 }))
    expect(end).toMatchObject({ type: 'failed', error: { code: 'TIMEOUT' } })
    expect(end.type === 'failed' && end.error.message).toContain('3 s')
    expect(cluster.clock.monotonic()).toBeLessThan(3100)
    expect(a.open).toBe(0)
    expect(cluster.manager.node('a').activeRequests).toBe(0)
  })

  it('ends as TIMEOUT while the nodes are looked at once more', async () => {
    cluster.machines.add('a', { probe: 'silent' })
    await cluster.setNodes([specOf('a')])
    const { end } = await cluster.ask(question({ timeoutMs: 500 }))
    expect(end).toMatchObject({ type: 'failed', error: { code: 'TIMEOUT' } })
  })

  it('has half an hour unless told otherwise, then ends', async () => {
    cluster.machines.add('a', { plan: () => ['hang'] })
    await cluster.setNodes([specOf('a')])
    const before = cluster.clock.monotonic()
    const { end } = await cluster.ask()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'TIMEOUT' } })
    expect(cluster.clock.monotonic() - before).toBe(30 * 60_000)
  })
})

describe('when no node seems usable', () => {
  it('they are looked at once more, and one that has come back answers', async () => {
    const a = cluster.machines.add('a')
    a.kill()
    await cluster.setNodes([specOf('a')])
    expect(cluster.manager.node('a').status).toBe('offline')
    a.revive()
    expect((await cluster.ask()).end).toMatchObject({ type: 'finished', answeredBy: { node: 'a' } })
  })

  it('the error says what is wrong with each, within one check', async () => {
    cluster.machines.add('a', { probe: 'silent' })
    await cluster.setNodes([specOf('a'), specOf('ghost', { enabled: false })])
    const before = cluster.clock.monotonic()
    const { end } = await cluster.ask()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'NO_NODE_AVAILABLE' }, answeredBy: null })
    expect(end.type === 'failed' && end.error.message).toMatch(/a \(offline.*ghost \(disabled\)/)
    expect(cluster.clock.monotonic() - before).toBeLessThanOrEqual(2000)
  })

  it('many questions at once share one look at each node', async () => {
    const a = cluster.machines.add('a')
    a.kill()
    await cluster.setNodes([specOf('a')])
    const before = a.probes
    const runs = Array.from({ length: 50 }, () => cluster.start())
    await cluster.clock.finish(Promise.all(runs.map(({ done }) => done)))
    expect(a.probes - before).toBe(1)
  })
})

describe('a node the user asked for', () => {
  it.each([
    ['fails before its first token', [{ fail: 'TIMEOUT' }]],
    ['fails in mid-answer', [{ say: 'x' }, 'cut']],
    ['is busy', [{ fail: 'NODE_BUSY' }]],
  ] as const)('is not replaced when it %s', async (_name, plan) => {
    cluster.machines.add('a', { plan: () => plan })
    const b = cluster.machines.add('b')
    await cluster.setNodes([specOf('a'), specOf('b')])
    const { end } = await cluster.ask(question({ target: { tier: 'auto', node: 'a' } }))
    if (end.type !== 'failed') throw new Error('Another node answered.')
    expect(end.failovers.length).toBeGreaterThan(0)
    expect(end.failovers.every(({ node }) => node === 'a')).toBe(true)
    expect(b.requests).toHaveLength(0)
  })

  it('and that does not exist is NOT_FOUND, with the names there are', async () => {
    cluster.machines.add('a')
    await cluster.setNodes([specOf('a')])
    const { end } = await cluster.ask(question({ target: { tier: 'auto', node: 'z' } }))
    expect(end).toMatchObject({ type: 'failed', error: { code: 'NOT_FOUND', hint: 'Known nodes: a.' } })
  })
})
