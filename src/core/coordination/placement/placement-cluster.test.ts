import { afterEach, describe, expect, it } from 'vitest'
import { createTestCluster, outcomeOf, question, specOf, type TestCluster, whatIf } from '../testing/cluster'
import type { Step } from '../testing/scripted-machines'

let cluster: TestCluster
const open = (seed = 1) => {
  cluster = createTestCluster(seed)
  return cluster
}
afterEach(async () => {
  await cluster.manager.stop()
})

const words = Array.from({ length: 20 }, (_, index) => `word${index} `)
/** A complete answer, so many times slower than usual. */
const answer = (factor = 1): readonly Step[] => [
  { wait: 50 * factor },
  ...words.flatMap((say): Step[] => [{ wait: 10 * factor }, { say }]),
  'done',
]

describe('a tier of which one node is ten times slower, one fails and one gives empty answers', () => {
  it.each([1, 2, 3])('gives those less than a twentieth of its requests after 30 s (seed %d)', async seed => {
    const { machines, setNodes, clock, start, random } = open(seed)
    const plans: Record<string, () => readonly Step[]> = {
      slow: () => answer(10),
      failing: () => [{ wait: 20 }, { fail: 'NODE_ERROR' }],
      empty: () => [{ wait: 20 }, 'done'],
      good: () => answer(),
      better: () => answer(),
      best: () => answer(),
    }
    const names = Object.keys(plans)
    // The bad ones are the nearest.
    const made = names.map((name, index) =>
      machines.add(name, { latency: 1 + index, plan: () => plans[name]?.() ?? [] }),
    )
    await setNodes(names.map(name => specOf(name, { slots: 4 })))
    const runs: ReturnType<typeof start>[] = []
    const ask = async (ms: number) => {
      const until = clock.monotonic() + ms
      while (clock.monotonic() < until) {
        runs.push(start())
        await clock.advance(20 + random() * 40)
      }
    }
    await ask(30_000)
    const before = made.map(({ requests }) => requests.length)
    await ask(30_000)
    const got = made.map(({ requests }, index) => requests.length - (before[index] ?? 0))
    const all = got.reduce((sum, count) => sum + count, 0)
    expect(all).toBeGreaterThan(600)
    const bad = (got[0] ?? 0) + (got[1] ?? 0) + (got[2] ?? 0)
    expect(bad / all, `${names}: ${got}`).toBeLessThan(0.05)
    await clock.finish(Promise.all(runs.map(({ done }) => done)))
    const complete = runs.filter(({ events }) => outcomeOf(events).text === words.join('')).length
    // All there is of an empty answer is that it ended; until that opens the breaker, callers get it.
    expect(complete / runs.length).toBeGreaterThan(0.95)
  })
})

describe('what a cluster learns of its nodes', () => {
  it('is shown, told in the decision, and followed: the farther but faster one answers', async () => {
    const { machines, setNodes, ask, manager } = open()
    machines.add('near', { latency: 1, plan: () => answer(8) })
    machines.add('far', { latency: 60, plan: () => answer() })
    await setNodes([specOf('near'), specOf('far')])
    for (let count = 0; count < 40; count += 1) await ask()
    const { end } = await ask()
    expect(end.type === 'finished' && end.answeredBy.node).toBe('far')
    expect(end.route?.candidates[0]).toMatchObject({ node: 'far', predicted: { isLearnt: true } })
    const [pace] = manager.node('far').paces
    expect(pace?.samples).toBeGreaterThan(3)
    expect(pace?.tokensPerSecond).toBeGreaterThan(50)
    expect(manager.explain(whatIf('hello')).candidates[0]?.node).toBe('far')
  })

  it('begins with every node being tried, however far', async () => {
    const { machines, setNodes, ask } = open()
    const made = ['a', 'b', 'c'].map((name, index) =>
      machines.add(name, { latency: 1 + 30 * index, plan: () => answer() }),
    )
    await setNodes(['a', 'b', 'c'].map(name => specOf(name)))
    for (let count = 0; count < 150; count += 1) await ask()
    for (const { requests } of made) expect(requests.length).toBeGreaterThanOrEqual(3)
  })
})

describe('turns of one conversation', () => {
  const turn = (count: number) =>
    question({
      messages: Array.from({ length: 2 * count - 1 }, (_, index) => ({
        role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
        content: `Part ${index}: ${'all about the harbour and its ships. '.repeat(40)}`,
      })),
      target: { tier: 0 },
    })

  it('stay on the node that has read the earlier ones, though the client names no conversation', async () => {
    const { machines, setNodes, start, clock, ask } = open()
    const made = ['a', 'b', 'c'].map((name, index) =>
      machines.add(name, { latency: 1 + index, plan: () => answer() }),
    )
    await setNodes(['a', 'b', 'c'].map(name => specOf(name)))
    // While the nearest is busy the first turn goes to another …
    const other = start()
    await clock.advance(10)
    const first = await ask(turn(1))
    await clock.finish(other.done)
    const node = first.end.type === 'finished' ? first.end.answeredBy.node : ''
    expect(node).toBe('b')
    // … which then has it in its cache.
    for (const count of [2, 3, 4]) {
      const { end } = await ask(turn(count))
      expect(end.type === 'finished' && end.answeredBy.node).toBe('b')
      expect(end.route?.candidates[0]?.reason).toContain('cached there')
    }
    expect(made[1]?.requests).toHaveLength(4)
  })

  it('stay in a tool loop on the node of the step before, and leave it when it dies', async () => {
    const { machines, setNodes, ask } = open()
    machines.add('a', { latency: 1 })
    const dgx = machines.add('dgx', { latency: 40 })
    await setNodes([specOf('a'), specOf('dgx', { tier: 2 })])
    const step = () => ask(question({ keepNode: 'dgx' }))
    const nodeOf = ({ end }: Awaited<ReturnType<typeof step>>) =>
      end.type === 'finished' && end.answeredBy.node
    expect(nodeOf(await step())).toBe('dgx')
    dgx.kill()
    expect(nodeOf(await step())).toBe('a')
  })
})
