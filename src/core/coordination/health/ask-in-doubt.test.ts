import { describe, expect, it } from 'vitest'
import { unknownCapabilities } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { bareLoaded, bareSummary } from '../../inference/model-library'
import { type ClusterNode, occupy } from '../node'
import { specOf } from '../testing/cluster'
import { loneNode } from '../testing/lone-node'
import { createScriptedMachines, type Machine } from '../testing/scripted-machines'
import { createVirtualClock } from '../testing/virtual-clock'
import { createDoubtAsker } from './ask-in-doubt'

/** A node that answers its checks with `small` in memory, and whatever its machine does with requests. */
function inDoubt(script: Partial<Machine> = {}, chat: 'yes' | 'no' = 'yes') {
  const clock = createVirtualClock()
  const machines = createScriptedMachines(clock)
  const machine = machines.add('mac', { plan: () => [{ wait: 10 }, { say: 'H' }, 'done'], ...script })
  const equals = () => [{ ttftMs: 100, tokensPerSecond: null, successRate: 1 }]
  const node = loneNode(specOf('mac'), { clock, random: () => 0.5, equals })
  node.client = machines.createClient({ baseUrl: machine.url, backend: 'ollama' })
  node.reachability = 'up'
  node.probe = {
    backend: 'ollama',
    models: [bareSummary('small')],
    loaded: [bareLoaded('small')],
    memory: null,
    version: null,
    simulated: false,
  }
  let freed = 0
  const ask = createDoubtAsker({
    clock,
    policyOf: () => ({ contextLength: 8192, keepAlive: 60 }),
    known: () => ({
      ...unknownCapabilities,
      chat,
      embeddings: chat === 'no' ? 'yes' : 'unknown',
      contextLength: null,
    }),
    onFreed: () => {
      freed += 1
    },
  })
  const fail = (count: number) => {
    for (let index = 0; index < count; index += 1)
      node.breakers.begin('small').failed(new HarombeError('TIMEOUT', 'It fell silent.'))
  }
  /** As the health check does it, every five seconds. */
  async function pass(ms: number) {
    for (let passed = 0; passed < ms; passed += 5000) {
      ask(node)
      await clock.advance(5000)
    }
  }
  return { clock, machine, node, fail, pass, freed: () => freed }
}

describe('a model in doubt', () => {
  it('is asked one token with its usual settings, and closes its breaker by answering twice', async () => {
    const { machine, node, fail, pass, freed } = inDoubt()
    fail(5)
    await pass(60_000)
    expect(machine.requests).toMatchObject([
      { model: 'small', maxTokens: 1, contextLength: 8192, keepAlive: 60 },
      { model: 'small' },
    ])
    expect(node.breakers.look('small').state).toBe('closed')
    expect([node.activeRequests, freed(), node.interrupters.size]).toEqual([0, 2, 0])
    expect(node.statistics.read(), 'it was counted as a request of somebody').toMatchObject({
      requests: 0,
      failures: 0,
    })
  })

  it('is left to real requests when it was too slow, which one token does not tell', async () => {
    const { machine, node, pass } = inDoubt()
    const slow = { ttftMs: 9000, tokensPerSecond: null, promptTokens: 10 }
    for (let index = 0; index < 6; index += 1) node.breakers.begin('small').succeeded(slow)
    node.breakers.compareWithEquals()
    expect(node.breakers.look('small').state).toBe('open')
    await pass(60_000)
    expect(node.breakers.look('small').state).toBe('half_open')
    expect(machine.requests).toEqual([])
  })

  it('whose worker hangs opens its breaker, though every check is fine', async () => {
    const { node, machine, fail, pass } = inDoubt({ plan: () => ['hang'] })
    fail(1)
    await pass(40_000)
    expect(node.breakers.look('small')).toMatchObject({
      state: 'open',
      reason: 'It did not say a word within 30 s, though it is idle.',
    })
    expect([machine.open, node.activeRequests]).toEqual([0, 0])
    await pass(600_000)
    expect(node.breakers.look('small').state).not.toBe('closed')
    expect(machine.requests.length, 'it was asked again and again').toBeLessThan(12)
  })

  it('is asked for an embedding where it makes nothing else', async () => {
    const { machine, fail, pass } = inDoubt({}, 'no')
    fail(1)
    await pass(20_000)
    expect([machine.requests.length, machine.embedRequests.length]).toEqual([0, 1])
  })

  it.each<[string, (node: ClusterNode) => void]>([
    ['answers somebody', node => void occupy(node, () => undefined)],
    [
      'shares its server with one that answers somebody',
      ({ server }) => Object.assign(server, { activeRequests: 1 }),
    ],
    ['would have to load it', ({ probe }) => probe?.loaded?.pop()],
    ['is being drained', node => Object.assign(node, { draining: true })],
    ['is disabled', node => Object.assign(node, { spec: specOf('mac', { enabled: false }) })],
    ['is away', node => Object.assign(node, { reachability: 'down' })],
  ])('is left alone on a node that %s', async (_why, prepare) => {
    const { node, machine, fail, pass } = inDoubt()
    fail(1)
    prepare(node)
    await pass(60_000)
    expect(machine.requests).toEqual([])
  })

  it('is not asked on when the node was removed meanwhile', async () => {
    const { clock, machine, node, fail, pass } = inDoubt({ plan: () => ['hang'] })
    fail(1)
    await pass(15_000)
    expect(machine.open).toBe(1)
    node.retired.abort()
    await clock.settle()
    expect([machine.open, clock.pending()]).toEqual([0, 0])
  })
})
