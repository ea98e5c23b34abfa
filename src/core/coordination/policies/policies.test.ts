import { describe, expect, it } from 'vitest'
import { type Policies, policiesSchema } from '../../../shared/config/cluster-rules'
import { createTestCluster, question, specOf, whatIf } from '../testing/cluster'
import { stopAfterEach } from '../testing/stop-after-each'
import { nodesForbidden } from './policy-rules'

let cluster = createTestCluster()
stopAfterEach(() => cluster)

/** Hours and minutes on the wall so long after the beginning of the test. */
const clockTime = (minutes: number) => {
  const date = new Date(cluster.clock.wall() + minutes * 60_000)
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** A small node of tier 0 and a large one of tier 2, under these rules. */
async function under(rules: (time: typeof clockTime) => object) {
  cluster = createTestCluster(1, {})
  const policies: Policies = policiesSchema.parse(rules(clockTime))
  const settings = {
    routing: { preferLocal: true, fallbackStrategy: 'graceful', loadBalance: true } as const,
    health: { intervalMs: 5000, timeoutMs: 2000 },
    contextLength: 8192,
  }
  cluster.machines.add('mini')
  cluster.machines.add('dgx')
  await cluster.setNodes([specOf('mini', { tier: 0 }), specOf('dgx', { tier: 2 })])
  cluster.manager.setSettings({ ...settings, policies })
  return cluster
}

const hard = { target: { tier: 2 as const } }
const nodeOf = ({ end }: { end: object }) => Reflect.get(Object(Reflect.get(end, 'answeredBy')), 'node')

describe('quiet hours', () => {
  const quiet = (time: typeof clockTime) => ({
    quiet_hours: [{ from: time(-10), to: time(30), tiers: [2] }],
  })

  it('send questions elsewhere, say so, and end by themselves', async () => {
    const { ask, clock, manager } = await under(quiet)
    const during = await ask(question(hard))
    expect(nodeOf(during)).toBe('mini')
    const { candidates } = manager.explain(whatIf('anything', { tier: 2 }))
    expect(candidates.find(({ node }) => node === 'dgx')?.reason).toMatch(/^quiet hours until \d\d:\d\d$/)
    await clock.advance(31 * 60_000)
    expect(nodeOf(await ask(question(hard)))).toBe('dgx')
  })

  it('do not hold for a node that is asked for by name', async () => {
    const { ask } = await under(quiet)
    expect(nodeOf(await ask(question({ target: { tier: 'auto', node: 'dgx' } })))).toBe('dgx')
  })

  it('of all nodes refuse at once, with the rule in words', async () => {
    const { ask } = await under(time => ({ quiet_hours: [{ from: time(-10), to: time(30) }] }))
    const { end } = await ask()
    expect(end).toMatchObject({
      type: 'failed',
      error: {
        code: 'NO_NODE_AVAILABLE',
        message: expect.stringMatching(/rules .* mini \(quiet hours until/),
      },
    })
  })
})

describe('allowed clients', () => {
  const rules = () => ({ allowed_clients: [{ tiers: [2], clients: ['chat', 'cli'] }] })

  it('are what a what-if tells whoever asks', async () => {
    const { manager } = await under(() => ({ allowed_clients: [{ tiers: [2], clients: ['chat'] }] }))
    const chosenFor = (origin?: 'cli') =>
      manager
        .explain({ ...whatIf('anything', { tier: 2 }), origin })
        .candidates.find(({ verdict }) => verdict === 'chosen')?.node
    expect([chosenFor(), chosenFor('cli')]).toEqual(['dgx', 'mini'])
  })

  it('keep others off those nodes, also by name', async () => {
    const { ask } = await under(rules)
    expect(nodeOf(await ask(question(hard)))).toBe('dgx')
    expect(nodeOf(await ask(question({ ...hard, origin: 'api' })))).toBe('mini')
    const byName = await ask(question({ target: { tier: 'auto', node: 'dgx' }, origin: 'peer' }))
    expect(byName.end).toMatchObject({
      type: 'failed',
      error: { message: 'dgx cannot answer: only the window and the command line may use it.' },
    })
  })

  it('say nothing of nodes the rule does not name', () => {
    const policies = policiesSchema.parse({ allowed_clients: [{ nodes: ['dgx'], clients: [] }] })
    const nodes = [
      { name: 'mini', tier: 0 as const },
      { name: 'dgx', tier: 2 as const },
    ]
    const asked = { origin: 'chat' as const, node: undefined }
    expect([...nodesForbidden(policies, nodes, asked, { day: 1, minutes: 0 })]).toEqual([
      ['dgx', 'nobody may use it'],
    ])
  })
})

describe('at most so many at once', () => {
  it('makes more wait although slots are free, and goes on when one has ended', async () => {
    const { start, machines, clock, setNodes } = await under(() => ({
      max_concurrent: [{ tiers: [2], requests: 1 }],
    }))
    const plan = () => [{ say: 'a ' }, { wait: 1000 }, { say: 'b' }, 'done' as const]
    machines.add('tower', { plan })
    machines.add('rack', { plan })
    await setNodes([specOf('tower', { tier: 2, slots: 4 }), specOf('rack', { tier: 2, slots: 4 })])
    const first = start(question(hard))
    const second = start(question(hard))
    await clock.advance(500)
    expect(first.events.some(({ type }) => type === 'text')).toBe(true)
    expect(second.events.some(({ type }) => type === 'text')).toBe(false)
    expect(second.events.at(-1)).toMatchObject({ type: 'stage', stage: 'queued' })
    await clock.finish(Promise.all([first.done, second.done]))
    expect(second.events.at(-1)).toMatchObject({ type: 'finished' })
  })
})

describe('eco', () => {
  const text = 'Prove that the square root of two is irrational, step by step.'
  it('keeps questions on small nodes, always or at its times', async () => {
    const preferenceOf = async (eco: (time: typeof clockTime) => unknown) => {
      const { manager } = await under(time => ({ eco: eco(time) }))
      const { classification } = manager.explain(whatIf(text))
      await cluster.manager.stop()
      return JSON.stringify(classification)
    }
    const usual = await preferenceOf(() => false)
    const always = await preferenceOf(() => true)
    expect(always).not.toBe(usual)
    expect(await preferenceOf(time => [{ from: time(-5), to: time(5) }])).toBe(always)
    expect(await preferenceOf(time => [{ from: time(5), to: time(10) }])).toBe(usual)
  })
})
