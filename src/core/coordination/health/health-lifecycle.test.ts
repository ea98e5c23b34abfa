import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import { createTestCluster, question, specOf, type TestCluster } from '../testing/cluster'
import { loneNode } from '../testing/lone-node'
import { stopAfterEach } from '../testing/stop-after-each'
import { checkNode } from './check-node'
import type { HealthDependencies } from './types'

let cluster: TestCluster
const open = () => {
  cluster = createTestCluster()
  return cluster
}
const status = (name = 'mac') => cluster.manager.node(name).status

stopAfterEach(() => cluster)

describe('a node whose kind the file does not name', () => {
  const spec = specOf('mac', { backend: undefined })

  it('is asked once what it is, and then spoken to', async () => {
    const { machines, setNodes, clock, manager } = open()
    const mac = machines.add('mac', { backend: 'llamacpp' })
    await setNodes([spec])
    await clock.advance(60_000)
    expect(mac.detections).toBe(1)
    expect(manager.node('mac').backend).toBe('llamacpp')
    expect(mac.clients).toHaveLength(1)
  })

  it('is asked again when another kind of server has taken its place', async () => {
    const { machines, setNodes, clock, manager } = open()
    const mac = machines.add('mac', { backend: 'ollama' })
    await setNodes([spec])
    mac.backend = 'vllm'
    await clock.advance(14_000)
    expect(manager.node('mac')).toMatchObject({ backend: 'vllm', status: 'online' })
    expect(mac.clients.map(({ backend, closed }) => [backend, closed])).toEqual([
      ['ollama', true],
      ['vllm', false],
    ])
  })

  it('keeps its connection while somebody is being answered on it', async () => {
    const { machines, setNodes, clock, start } = open()
    const mac = machines.add('mac', { plan: () => [{ say: 'a' }, { wait: 30_000 }, { say: 'b' }, 'done'] })
    await setNodes([spec])
    const { done } = start()
    await clock.advance(100)
    mac.probe = 'NODE_REFUSED'
    await clock.advance(20_000)
    expect(status()).toBe('offline')
    await clock.finish(done)
    expect(mac.clients.some(({ closedInUse }) => closedInUse)).toBe(false)
  })

  it('that is removed in the moment it was found out leaves no connection behind', async () => {
    const { machines, clock, random } = open()
    const mac = machines.add('mac')
    const node = loneNode(spec)
    const dependencies: HealthDependencies = {
      clock,
      random,
      createClient: machines.createClient,
      async detectBackend() {
        node.retired.abort()
        return { backend: 'ollama', models: [], loaded: null, memory: null, version: null, simulated: false }
      },
    }
    await checkNode(node, { intervalMs: 5000, timeoutMs: 2000 }, dependencies)
    expect(mac.clients.filter(({ closed }) => !closed)).toEqual([])
    expect(node.reachability).toBe('unknown')
  })
})

describe('a node that was removed', () => {
  it('is not reported on by a check that was under way', async () => {
    const { machines, manager, clock, setNodes } = open()
    machines.add('mac', { latency: 500 })
    const tower = machines.add('tower')
    const first = manager.setNodes([specOf('mac')])
    await clock.advance(100)
    await setNodes([specOf('mac', { url: tower.url })])
    await clock.advance(10_000)
    expect(manager.node('mac')).toMatchObject({ status: 'online', latencyMs: 5, url: 'http://tower' })
    await first
  })

  it('is told of to nobody by a check that was under way', async () => {
    const { machines, manager, clock, setNodes } = open()
    machines.add('mac', { latency: 500 })
    const told: string[] = []
    manager.onChecked(name => told.push(name))
    void manager.setNodes([specOf('mac')])
    await clock.advance(100)
    await setNodes([])
    await clock.advance(1000)
    expect(told).toEqual([])
  })

  it('is not blamed for a check that ended with it', async () => {
    const { machines, clock, random } = open()
    machines.add('mac', { probe: 'silent' })
    const node = loneNode(specOf('mac'))
    const check = checkNode(node, { intervalMs: 5000, timeoutMs: 2000 }, { clock, random, ...machines })
    node.retired.abort()
    await clock.finish(check)
    expect(node).toMatchObject({ reachability: 'unknown', error: null, consecutiveFailures: 0 })
  })

  it('is not probed any more, and its connection is closed', async () => {
    const { machines, clock, setNodes } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    await setNodes([])
    const before = mac.probes
    await clock.advance(60_000)
    expect(mac.probes).toBe(before)
    expect(mac.clients).toMatchObject([{ closed: true, closedInUse: false }])
    expect(clock.pending()).toBe(0)
  })
})

describe('a node that is disabled', () => {
  it('is not probed, and is unknown again until it was checked when it is enabled', async () => {
    const { machines, manager, clock, setNodes } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    await setNodes([specOf('mac', { enabled: false })])
    const before = mac.probes
    await clock.advance(60_000)
    expect([mac.probes, status()]).toEqual([before, 'disabled'])
    mac.latency = 200
    const ready = manager.setNodes([specOf('mac')])
    expect(status()).toBe('unknown')
    await clock.finish(ready)
    expect(status()).toBe('online')
    await clock.advance(60_000)
    expect(mac.probes).toBeGreaterThan(before + 10)
  })

  it('is not probed when the answer it was still writing breaks off', async () => {
    const { machines, clock, setNodes, start } = open()
    const mac = machines.add('mac', { plan: () => [{ say: 'a' }, { wait: 1000 }, 'cut'] })
    machines.add('tower')
    await setNodes([specOf('mac'), specOf('tower', { tier: 2 })])
    const { done } = start(question())
    await clock.advance(100)
    await setNodes([specOf('mac', { enabled: false }), specOf('tower', { tier: 2 })])
    const before = mac.probes
    await clock.finish(done)
    await clock.settle()
    expect(mac.probes).toBe(before)
  })
})

describe('stopping', () => {
  it('ends checks that are under way and schedules none', async () => {
    const { machines, manager, clock } = open()
    const mac = machines.add('mac', { probe: 'silent' })
    const ready = manager.setNodes([specOf('mac'), specOf('ghost')])
    await clock.advance(10)
    await manager.stop()
    await clock.finish(ready)
    await clock.advance(60_000)
    expect(mac.probes).toBe(1)
    expect(clock.pending()).toBe(0)
  })

  it('ends what is being answered and closes every connection', async () => {
    const { machines, manager, clock, setNodes, start } = open()
    const mac = machines.add('mac', { plan: () => [{ say: 'a' }, 'hang'] })
    await setNodes([specOf('mac'), specOf('away')])
    const { events, done } = start()
    await clock.advance(100)
    await manager.stop()
    await clock.settle()
    expect(events.at(-1)?.type).toBe('failed')
    await done
    expect(mac.open).toBe(0)
    expect(mac.clients.every(({ closed }) => closed)).toBe(true)
  })
})

describe('a node that must not be used as it is written', () => {
  const problem = new HarombeError('CONFIG_INVALID', 'NOPE is not set.')

  it('is neither asked nor given a question, and says why', async () => {
    const { machines, setNodes, clock, manager, ask } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac', { problem })])
    await clock.advance(60_000)
    const { end } = await ask()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'NO_NODE_AVAILABLE' } })
    expect([mac.probes, mac.detections, mac.requests.length]).toEqual([0, 0, 0])
    expect(manager.node('mac')).toMatchObject({ status: 'offline', error: { message: 'NOPE is not set.' } })
  })

  it('is no longer used once that is found out, and used at once when it was put right', async () => {
    const { machines, setNodes, manager, ask } = open()
    machines.add('mac')
    await setNodes([specOf('mac')])
    await setNodes([specOf('mac', { problem })])
    expect(status()).toBe('offline')
    expect((await ask()).end.type).toBe('failed')
    await setNodes([specOf('mac')])
    expect(manager.node('mac')).toMatchObject({ status: 'online', error: null })
  })

  it('is shown though it is this machine, which is hidden while nothing answers on it', async () => {
    const { setNodes, manager } = open()
    await setNodes([specOf('here', { origin: 'local', problem }), specOf('away', { origin: 'local' })])
    expect(manager.view().nodes.map(({ name }) => name)).toEqual(['here'])
  })
})
