import { describe, expect, it } from 'vitest'
import { nodeTestResult } from '../../shared/contract/cluster'
import { HarombeError } from '../../shared/errors'
import { bareSummary } from '../inference/model-library'
import { findLocalBackends } from './local-backends'
import { testNode } from './test-node'
import { specOf } from './testing/cluster'
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
