import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { NodeSnapshot } from '../judge-node'
import { placeRequest } from '../queue/place-request'
import { selectRoute } from '../selection'
import { createTestCluster, specOf, type TestCluster } from '../testing/cluster'
import type { Step } from '../testing/scripted-machines'
import { asking, policy, snapshot } from '../testing/snapshots'
import { presumePace } from './presumed-pace'

const usual = presumePace(0, 'small', undefined)

interface Paced {
  /** Against what is usual. */
  speed: number
  isLearnt: boolean
  latencyMs: number | null
}

const nodeOf = ({ speed, isLearnt, latencyMs }: Paced, index: number, slots: number): NodeSnapshot => {
  const pace = {
    ...usual,
    ttftMs: usual.ttftMs / speed,
    promptTokensPerSecond: usual.promptTokensPerSecond * speed,
    tokensPerSecond: usual.tokensPerSecond * speed,
    isLearnt,
  }
  return snapshot(`node-${index}`, 0, { slots, latencyMs, paces: { of: () => pace } })
}

/** How many of so many requests of one moment each gets. */
function sharesOf(nodes: NodeSnapshot[], requests: number): number[] {
  const given = nodes.map(() => 0)
  for (let count = 0; count < requests; count += 1) {
    const { ranked } = selectRoute(nodes, policy(), asking(0))
    const slotsOf = (name: string) => nodes.find(node => node.name === name)?.slots ?? 0
    const placing = placeRequest(ranked, { ahead: 0, mayWait: true, slotsOf })
    const index = placing?.type === 'take' ? nodes.findIndex(({ name }) => name === placing.node.node) : -1
    const node = nodes[index]
    if (node === undefined) throw new Error(`Of ${requests} requests, ${count} found a place.`)
    given[index] = (given[index] ?? 0) + 1
    nodes[index] = { ...node, activeRequests: node.activeRequests + 1 }
  }
  return given
}

const quick: Step[] = [
  { wait: 5 },
  { say: 'a ' },
  { wait: 40 },
  { say: 'b ' },
  { wait: 40 },
  { say: 'c' },
  'done',
]

const noise = fc.double({ min: 0.8, max: 1.2, noNaN: true })
const latencies = fc.option(fc.nat(8), { nil: null })
const nodesOf = (speeds: fc.Arbitrary<number>) =>
  fc.array(fc.record({ speed: speeds, isLearnt: fc.boolean(), latencyMs: latencies }), {
    minLength: 2,
    maxLength: 8,
  })

describe('requests of one moment', () => {
  it('are spread over nodes that are about equal, whatever the slots, and whether their pace is known', () => {
    fc.assert(
      fc.property(nodesOf(noise), fc.integer({ min: 1, max: 60 }), fc.nat(30), (paced, requests, spare) => {
        const slots = Math.ceil(requests / paced.length) + spare
        const shares = sharesOf(
          paced.map((each, index) => nodeOf(each, index, slots)),
          requests,
        )
        const even = requests / paced.length
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(Math.floor(0.6 * even))
        expect(Math.max(...shares)).toBeLessThanOrEqual(Math.ceil(1.5 * even))
      }),
      { numRuns: 400 },
    )
  })

  it('fill just as many slots as there are', () => {
    const nodes = [0.8, 1, 1.2].map((speed, index) =>
      nodeOf({ speed, isLearnt: true, latencyMs: 3 }, index, 7),
    )
    expect(sharesOf(nodes, 21)).toEqual([7, 7, 7])
  })

  it('go to a node three times as fast about three times as often', () => {
    const speeds = [3, 1, 1]
    const nodes = speeds.map((speed, index) => nodeOf({ speed, isLearnt: true, latencyMs: 3 }, index, 32))
    const [fast = 0, one = 0, two = 0] = sharesOf(nodes, 25)
    expect(fast).toBeGreaterThanOrEqual(13)
    expect(fast).toBeLessThanOrEqual(17)
    expect(Math.abs(one - two)).toBeLessThanOrEqual(1)
  })

  it('go to a node ten times as slow only when the others are full', () => {
    const nodes = [1, 1, 0.1].map((speed, index) =>
      nodeOf({ speed, isLearnt: true, latencyMs: 3 }, index, 16),
    )
    expect(sharesOf(nodes, 32)).toEqual([16, 16, 0])
    expect(selectRoute(nodes, policy(), asking(0)).chosen?.node).not.toBe('node-2')
  })

  it('go by weight where that is given', () => {
    const nodes = [1, 1].map((speed, index) => nodeOf({ speed, isLearnt: true, latencyMs: 3 }, index, 32))
    const [heavy, light] = nodes
    if (heavy === undefined || light === undefined) throw new Error('There are two.')
    const [most = 0, least = 0] = sharesOf([{ ...heavy, weight: 2 }, light], 18)
    expect(most).toBeGreaterThanOrEqual(11)
    expect(least).toBeGreaterThanOrEqual(5)
  })

  it('prefer an idle equal to one that has work, though that seems a little quicker or nearer', () => {
    const busy = nodeOf({ speed: 1.2, isLearnt: true, latencyMs: 1 }, 0, 32)
    const idle = nodeOf({ speed: 0.9, isLearnt: false, latencyMs: 40 }, 1, 32)
    const { chosen } = selectRoute([{ ...busy, activeRequests: 3 }, idle], policy(), asking(0))
    expect(chosen?.node).toBe('node-1')
  })
})

describe('a burst on three new machines of one tier', () => {
  let cluster: TestCluster
  afterEach(async () => {
    await cluster.manager.stop()
  })

  /** The first answers are over while the last questions come: whoever answered first must not get all of those. */
  it.each([1, 2, 3, 4])(
    'is shared by all three, however the questions and answers overlap (seed %d)',
    async seed => {
      cluster = createTestCluster(seed)
      const { machines, setNodes, start, clock, random } = cluster
      const names = ['mac', 'tower', 'station']
      const made = names.map((name, index) =>
        machines.add(name, {
          latency: 1 + index,
          plan: () =>
            quick.map(step =>
              typeof step === 'object' && 'wait' in step
                ? { wait: step.wait * (0.8 + 0.4 * random()) }
                : step,
            ),
        }),
      )
      await setNodes(names.map(name => specOf(name, { slots: 32 })))
      const runs: ReturnType<typeof start>[] = []
      for (let count = 0; count < 20; count += 1) {
        runs.push(start())
        await clock.advance(random() * 20)
      }
      await clock.finish(Promise.all(runs.map(({ done }) => done)))
      for (const { requests } of made)
        expect(requests.length, `${made.map(each => each.requests.length)}`).toBeGreaterThanOrEqual(4)
    },
  )
})
