import { describe, expect, it } from 'vitest'
import { nodeTestResult } from '../../shared/contract/cluster'
import { HarombeError } from '../../shared/errors'
import { bareSummary } from '../inference/model-library'
import { findLocalBackends } from './local-backends'
import { createPrometheusExporter } from './prometheus'
import { testNode } from './test-node'
import { createTestCluster, specOf } from './testing/cluster'
import { createScriptedMachines } from './testing/scripted-machines'
import { createVirtualClock } from './testing/virtual-clock'

describe('testing a node that need not be part of the cluster', () => {
  const open = () => {
    const clock = createVirtualClock()
    const machines = createScriptedMachines(clock)
    const { createClient, detectBackend } = machines
    const test = (changes: Parameters<typeof specOf>[1] = {}, signal = new AbortController().signal) =>
      clock.finish(testNode(specOf('mac', changes), { clock, createClient, detectBackend }, signal))
    return { clock, machines, test }
  }

  it.each(['ollama', undefined] as const)('tells what is there (backend %s in the file)', async backend => {
    const { clock, machines, test } = open()
    const mac = machines.add('mac', { latency: 30 })
    const result = await test({ backend })
    expect(result).toMatchObject({
      reachable: true,
      backend: 'ollama',
      models: ['small'],
      latencyMs: 30,
      error: null,
    })
    expect(nodeTestResult.safeParse(result).success).toBe(true)
    expect(mac.clients.every(({ closed }) => closed)).toBe(true)
    expect(clock.pending()).toBe(0)
  })

  it.each(['silent', 'NODE_REFUSED'] as const)(
    'never throws for one that is %s, and leaves nothing open',
    async probe => {
      const { clock, machines, test } = open()
      const mac = machines.add('mac', { probe })
      const result = await test()
      expect(result).toMatchObject({
        reachable: false,
        latencyMs: null,
        error: { code: probe === 'silent' ? 'TIMEOUT' : probe },
      })
      expect(nodeTestResult.safeParse(result).success).toBe(true)
      expect(mac.clients.every(({ closed }) => closed)).toBe(true)
      expect([clock.pending(), clock.monotonic() <= 5000]).toEqual([0, true])
    },
  )

  it('never throws for one that is not there at all', async () => {
    const { test } = open()
    expect(await test({ backend: undefined })).toMatchObject({
      reachable: false,
      error: { code: 'NODE_UNREACHABLE' },
    })
  })
})

describe('looking for servers on this machine', () => {
  const detect = (answers: Record<string, string[]>) => async (url: string) => {
    const names = answers[url]
    if (names === undefined) throw new HarombeError('NODE_UNREACHABLE', 'Nothing listens.')
    const models = names.map(bareSummary)
    return { backend: 'ollama', models, loaded: null, memory: null, version: null, simulated: false } as const
  }

  it('finds those that answer and passes over the rest and over itself', async () => {
    const asked: string[] = []
    const detectBackend = (url: string) => {
      asked.push(url)
      return detect({ 'http://127.0.0.1:11434': ['small'], 'http://127.0.0.1:8000': ['own'] })(url)
    }
    const found = await findLocalBackends({ detectBackend, ownPorts: [8000] }, new AbortController().signal)
    expect(found).toEqual([
      {
        name: 'Ollama',
        url: 'http://127.0.0.1:11434',
        backend: 'ollama',
        models: ['small'],
        suggestedTier: 0,
      },
    ])
    expect(asked).not.toContain('http://127.0.0.1:8000')
  })
})

describe('the Prometheus text', () => {
  it('shows what the view shows, and forgets a node that was removed', async () => {
    const { machines, manager, setNodes, ask } = createTestCluster()
    machines.add('mac')
    machines.add('dgx')
    await setNodes([specOf('mac'), specOf('dgx', { tier: 2, slots: 4 })])
    await ask()
    const metrics = createPrometheusExporter(() => manager.view())
    const text = await metrics()
    expect(text).toContain('harombe_node_up{node="mac",tier="0"} 1')
    expect(text).toContain('harombe_node_requests_total{node="mac",tier="0"} 1')
    expect(text).toContain('harombe_node_slots{node="dgx",tier="2"} 4')
    expect(text).toContain('harombe_answers_total 1')
    expect(text).not.toMatch(/first_token_seconds\{node="dgx"/)
    for (const [, name, type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm))
      expect(type, name).toBe(name?.endsWith('_total') ? 'counter' : 'gauge')
    expect(await metrics(), 'asking twice adds nothing').toBe(text)
    await setNodes([specOf('dgx', { tier: 2 })])
    expect(await metrics()).not.toContain('node="mac"')
    await manager.stop()
  })

  it('cannot be broken by the name of a node', async () => {
    const { machines, manager, setNodes } = createTestCluster()
    machines.add('mac')
    await setNodes([specOf('m"a\\c', { url: 'http://mac' })])
    const text = await createPrometheusExporter(() => manager.view())()
    expect(text).toContain('harombe_node_up{node="m\\"a\\\\c",tier="0"} 1')
    await manager.stop()
  })

  it('does not show a share of simple queries before there was one', async () => {
    const { manager } = createTestCluster()
    const text = await createPrometheusExporter(() => manager.view())()
    expect(text).not.toMatch(/^harombe_simple_on_tier0_ratio /m)
    await manager.stop()
  })
})
