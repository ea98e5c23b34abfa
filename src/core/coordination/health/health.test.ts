import { describe, expect, it } from 'vitest'
import { createTestCluster, specOf, type TestCluster, whatIf } from '../testing/cluster'
import { loneNode } from '../testing/lone-node'
import { stopAfterEach } from '../testing/stop-after-each'
import { createHealthMonitor, nextCheckDelay } from './monitor'

/** Of an interval of 5 s, milliseconds. */
const longestDelay = 6000

let cluster: TestCluster
const open = (...parameters: Parameters<typeof createTestCluster>) => {
  cluster = createTestCluster(...parameters)
  return cluster
}
const status = (name = 'mac') => cluster.manager.node(name).status

stopAfterEach(() => cluster)

describe('a watch', () => {
  it('is not put off by failures that follow one another', async () => {
    const { clock, machines } = open()
    const mac = machines.add('mac')
    const policy = () => ({ intervalMs: 5000, timeoutMs: 2000 })
    const parts = { clock, random: () => 0.5, ...machines }
    const monitor = createHealthMonitor(
      policy,
      parts,
      () => true,
      () => undefined,
    )
    const node = loneNode(specOf('mac'))
    await clock.finish(monitor.watch(node))
    for (let failures = 0; failures < 10; failures += 1) {
      monitor.checkSoon(node)
      await clock.advance(400)
    }
    expect(mac.probes).toBe(4)
    monitor.stop()
  })
})

describe('a node', () => {
  it('is unknown until its first check has succeeded, and not used before', async () => {
    const { manager, machines, clock } = open()
    machines.add('mac', { latency: 300 })
    const ready = manager.setNodes([specOf('mac')])
    expect(status()).toBe('unknown')
    await clock.advance(299)
    expect(status()).toBe('unknown')
    expect(manager.explain(whatIf('hi')).candidates[0]).toMatchObject({ reason: 'not checked yet' })
    await clock.advance(1)
    expect(status()).toBe('online')
    expect(manager.node('mac').latencyMs).toBe(300)
    await ready
  })

  it.each(['NODE_UNREACHABLE', 'NODE_REFUSED', 'MALFORMED_RESPONSE'] as const)(
    'is offline at the first %s: nobody needs to be asked three times',
    async probe => {
      const { machines, clock, setNodes } = open()
      const mac = machines.add('mac')
      await setNodes([specOf('mac')])
      mac.probe = probe
      await clock.advance(longestDelay)
      expect(status()).toBe('offline')
      expect(cluster.manager.node('mac').error?.code).toBe(probe)
    },
  )

  it('survives two checks that time out and is offline after three', async () => {
    const { machines, clock, setNodes } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    mac.probe = 'silent'
    const downAfter = async () => {
      const before = mac.probes
      while (status() === 'online') await clock.advance(100)
      return mac.probes - before
    }
    expect(await downAfter()).toBe(3)
    expect(cluster.manager.node('mac').error?.code).toBe('TIMEOUT')
    // First look within an interval, then three of 2 s with a second between.
    expect(clock.monotonic()).toBeLessThanOrEqual(longestDelay + 3 * 2000 + 2 * 1000 + 100)
  })

  it('is looked at again within a second while in doubt, and forgets the doubt when it answers', async () => {
    const { machines, clock, setNodes } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    for (let round = 0; round < 5; round += 1) {
      mac.probe = 'silent'
      const before = mac.probes
      while (mac.probes === before) await clock.advance(50)
      await clock.advance(2000)
      mac.probe = 'up'
      await clock.advance(1000 + mac.latency)
      expect(mac.probes).toBe(before + 2)
      expect(status()).toBe('online')
    }
  })

  it('is used again within ten seconds of its return, every time, and not at its first sign of life', async () => {
    const { machines, clock, setNodes, random } = open(9)
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    for (let round = 0; round < 50; round += 1) {
      mac.kill()
      await clock.advance(longestDelay + 20_000 * random())
      expect(status()).toBe('offline')
      mac.revive()
      const before = mac.probes
      while (mac.probes === before) await clock.advance(50)
      expect(status()).toBe('offline')
      await clock.advance(1000 + 2 * mac.latency)
      expect(status()).toBe('online')
    }
  })

  it('without its model is told apart from one that is away', async () => {
    const { machines, clock, setNodes } = open()
    const mac = machines.add('mac', { models: ['other'] })
    await setNodes([specOf('mac')])
    expect(status()).toBe('model_missing')
    mac.models = ['small:latest']
    await clock.advance(longestDelay + mac.latency)
    expect(status()).toBe('online')
  })

  it('that is this machine appears once its backend has answered', async () => {
    const { machines, manager, setNodes, clock } = open()
    const local = machines.add('local')
    local.kill()
    await setNodes([specOf('local', { origin: 'local' })])
    expect(manager.view().nodes).toEqual([])
    local.revive()
    await clock.advance(longestDelay + 1100)
    expect(manager.view().nodes).toMatchObject([{ name: 'local', status: 'online' }])
    local.kill()
    await clock.advance(longestDelay)
    expect(manager.view().nodes).toMatchObject([{ name: 'local', status: 'offline' }])
  })
})

describe('checks', () => {
  it.each([0, 0.5, 0.999_999])(
    'come at most a fifth sooner or later than the interval, whatever the dice (%d)',
    random => {
      open()
      const policy = { intervalMs: 5000, timeoutMs: 2000 }
      const node = loneNode(specOf('mac'))
      expect(nextCheckDelay(node, policy, random)).toBeLessThanOrEqual(6000)
      expect(nextCheckDelay(node, policy, random)).toBeGreaterThanOrEqual(4000)
      Object.assign(node, { reachability: 'up', consecutiveFailures: 1 })
      expect(nextCheckDelay(node, policy, random)).toBe(1000)
      expect(nextCheckDelay(node, { ...policy, intervalMs: 500 }, random)).toBeLessThanOrEqual(600)
    },
  )

  it('of many nodes do not all fall on one moment', async () => {
    const { machines, setNodes, clock } = open(5)
    const names = Array.from({ length: 20 }, (_, index) => `node-${index}`)
    const all = names.map(name => machines.add(name))
    await setNodes(names.map(name => specOf(name)))
    const moments = new Set<number>()
    let seen = all.map(({ probes }) => probes)
    for (let ms = 0; ms < longestDelay; ms += 10) {
      await clock.advance(10)
      if (all.some(({ probes }, index) => probes !== seen[index])) moments.add(ms)
      seen = all.map(({ probes }) => probes)
    }
    expect(moments.size).toBeGreaterThan(10)
  })

  it('never overlap, whoever asks for them and however slow the node', async () => {
    const { machines, manager, setNodes, clock } = open()
    const mac = machines.add('mac', { latency: 1500 })
    await setNodes([specOf('mac')])
    const asked = Array.from({ length: 10 }, () => manager.checkNow('mac'))
    await clock.advance(700)
    asked.push(manager.checkNow(), manager.checkNow())
    await clock.finish(Promise.all(asked))
    await clock.advance(60_000)
    expect(mac.probesAtOnce).toBe(1)
  })

  it('asked for put off the next one instead of doubling it', async () => {
    const { machines, manager, setNodes, clock } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    for (let second = 0; second < 20; second += 1) {
      await clock.finish(manager.checkNow('mac'))
      await clock.advance(1000)
    }
    expect(mac.probes).toBe(21)
  })

  it('use a new interval from the next one on', async () => {
    const { machines, manager, setNodes, clock } = open(1, { health: { intervalMs: 1000, timeoutMs: 500 } })
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    const routing = { preferLocal: true, fallbackStrategy: 'graceful', loadBalance: true } as const
    manager.setSettings({ routing, health: { intervalMs: 60_000, timeoutMs: 500 }, contextLength: 8192 })
    await clock.advance(1210)
    const before = mac.probes
    await clock.advance(40_000)
    expect(mac.probes).toBe(before)
  })

  it('of a node that nobody knows or that is disabled are not made', async () => {
    const { machines, manager, setNodes, clock } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac', { enabled: false })])
    await clock.advance(60_000)
    await clock.finish(manager.checkNow())
    expect(await clock.finish(manager.checkNow('mac'))).toMatchObject([{ status: 'disabled' }])
    expect(mac.probes).toBe(0)
    await expect(manager.checkNow('stranger')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('keep what they saw before while a server says the same, so that nothing is judged anew', async () => {
    const { machines, manager, setNodes, clock } = open()
    const mac = machines.add('mac')
    await setNodes([specOf('mac')])
    const first = manager.host('mac')?.probe
    await clock.advance(10_000)
    expect(manager.host('mac')?.probe).toBe(first)
    mac.models = ['another']
    await clock.advance(10_000)
    expect(manager.host('mac')?.probe?.models.map(({ name }) => name)).toEqual(['another'])
  })
})
