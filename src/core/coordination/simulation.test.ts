import { describe, expect, it } from 'vitest'
import type { Tier } from '../../shared/entities'
import type { NodeSpec } from './node-spec'
import { createTestCluster, outcomeOf, question, specOf, type TestCluster } from './testing/cluster'
import type { Machine, Step } from './testing/scripted-machines'
import type { ExecutionEvent, ExecutionRequest } from './types'

type Dice = () => number
const pick = <T>(dice: Dice, values: readonly [T, ...T[]]): T =>
  values[Math.floor(dice() * values.length)] ?? values[0]

/** The whole answer of one attempt: every word says whose it is, so that words of two attempts cannot be confused. */
const wordsOf = (node: string, attempt: number) =>
  Array.from({ length: 6 }, (_, word) => `${node}/${attempt}/${word} `)

/** What can go wrong with one attempt. Most go well. */
function planFor(dice: Dice, node: string, attempt: number): readonly Step[] {
  const words = wordsOf(node, attempt).map((say): Step => ({ say }))
  const whole: Step[] = words.flatMap((word): Step[] => [{ wait: 5 + dice() * 200 }, word])
  const part = whole.slice(0, 2 + 2 * Math.floor(dice() * 4))
  const ways: readonly [() => Step[], ...(() => Step[])[]] = [
    () => [...whole, 'done'],
    () => [...whole, 'done'],
    () => [...whole, 'done'],
    () => [{ wait: 20 }, { fail: pick(dice, ['NODE_BUSY', 'NODE_LOADING', 'MODEL_MISSING']) }],
    () => [{ wait: 400 }, { fail: pick(dice, ['TIMEOUT', 'NODE_ERROR', 'MALFORMED_RESPONSE']) }],
    () => [{ fail: 'NODE_UNREACHABLE' }],
    () => [{ fail: 'BAD_REQUEST' }],
    () => [...part, 'cut'],
    () => [...part, { fail: 'NODE_ERROR' }],
    () => [...part, 'hang'],
    () => ['cut'],
    () => [...whole, 'cut'],
  ]
  return pick(dice, ways)()
}

const image = { mediaType: 'image/png', data: 'AAAA' } as const
const picture = { messages: [{ role: 'user', content: 'What is this?', images: [image] }] } as const

interface Ask {
  request: ExecutionRequest
  events: ExecutionEvent[]
  startedAt: number
  endedAt: number
  cancelledAt: number | null
  leftEarly: boolean
}

/** Some minutes in the life of a cluster, all of it decided by the seed. */
async function simulate(seed: number) {
  const cluster = createTestCluster(seed)
  const { clock, random: dice, manager } = cluster
  const names = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + Math.floor(dice() * 4))
  const machines = new Map<string, Machine>()
  for (const name of names) {
    const machine = cluster.machines.add(name, {
      latency: 1 + dice() * 30,
      abilities: { small: { vision: pick(dice, ['yes', 'no', 'unknown']) } },
      plan: (_request, index) => planFor(dice, name, index),
    })
    machines.set(name, machine)
  }
  const tiers = new Map(names.map(name => [name, pick<Tier>(dice, [0, 1, 2])]))
  const spec = (name: string): NodeSpec =>
    specOf(name, { tier: tiers.get(name) ?? 0, slots: pick(dice, [1, 2]), enabled: dice() < 0.9 })
  await cluster.setNodes(names.map(spec))

  const asks: Ask[] = []
  const running: Promise<void>[] = []
  const ask = () => {
    const forced = dice() < 0.15 ? { node: pick(dice, ['a', 'b', 'c']) } : {}
    const request = question({
      ...(dice() < 0.3 ? picture : {}),
      target: { tier: pick(dice, ['auto', 'auto', 0, 1, 2]), ...forced },
      onStreamFailure: pick(dice, ['restart', 'restart', 'terminate']),
      timeoutMs: 20_000,
    })
    const abort = new AbortController()
    const record: Ask = {
      request,
      events: [],
      startedAt: clock.monotonic(),
      endedAt: 0,
      cancelledAt: null,
      leftEarly: false,
    }
    asks.push(record)
    const fate = dice()
    if (fate < 0.15) {
      clock.after(dice() * 2000, () => {
        record.cancelledAt = clock.monotonic()
        abort.abort()
      })
    }
    const leaveAfter = fate > 0.93 ? Math.floor(dice() * 8) : Number.POSITIVE_INFINITY
    running.push(
      (async () => {
        for await (const event of manager.execute(request, abort.signal)) {
          record.events.push(event)
          if (record.events.length <= leaveAfter) continue
          record.leftEarly = true
          break
        }
        record.endedAt = clock.monotonic()
      })(),
    )
  }

  for (let step = 0; step < 40; step += 1) {
    await clock.advance(dice() * 300)
    const fate = dice()
    const machine = machines.get(pick(dice, ['a', 'b', 'c', 'd']))
    if (fate < 0.1) machine?.kill()
    else if (fate < 0.25) machine?.revive()
    else if (fate < 0.32) void manager.setNodes(names.filter(() => dice() < 0.8).map(spec))
    else if (fate < 0.36) void manager.setNodes(names.map(spec))
    else ask()
  }
  await clock.finish(Promise.all(running))
  await clock.advance(10_000)
  return { cluster, asks, machines }
}

function checkAnswer({ request, events, cancelledAt, startedAt, endedAt }: Ask): void {
  const { end, text } = outcomeOf(events)
  const { failovers } = end
  const tried = failovers.map(({ node }) => node)
  expect(new Set(tried).size, 'a node was asked twice').toBe(tried.length)
  expect(endedAt - startedAt, 'it outlived its time').toBeLessThanOrEqual(20_000)

  const free = ['NODE_UNREACHABLE', 'NODE_BUSY', 'NODE_LOADING', 'MODEL_MISSING']
  const costly = failovers.filter(({ error }) => !free.includes(error.code)).length
  expect(costly, 'more attempts than the budget').toBeLessThanOrEqual(4)
  const harmed = failovers.filter(
    ({ stage, error }) => stage === 'mid_answer' || error.code === 'NODE_ERROR',
  ).length
  expect(harmed, 'a third node was sent what had broken two').toBeLessThanOrEqual(2)

  if (end.type === 'finished') {
    const { node } = end.answeredBy
    const attempt = Number(text.split('/')[1])
    expect(text, 'not exactly the words of the attempt that finished').toBe(wordsOf(node, attempt).join(''))
    expect(tried, 'the node that finished had failed before').not.toContain(node)
    if (request.target.node !== undefined) expect(node).toBe(request.target.node)
    if (request.onStreamFailure === 'terminate') {
      expect(failovers.every(({ stage }) => stage === 'before_first_token')).toBe(true)
    }
  } else {
    if (cancelledAt === null) expect(end.error.code).not.toBe('CANCELLED')
    else expect(endedAt, 'it went on after it was cancelled').toBeLessThanOrEqual(cancelledAt)
    if (end.error.code === 'CANCELLED') expect(cancelledAt).not.toBeNull()
  }
  if (request.target.node !== undefined) {
    expect(
      tried.every(name => name === request.target.node),
      'a forced node was replaced',
    ).toBe(true)
  }
}

function checkMachine(machine: Machine): void {
  const pictures = machine.requests.filter(({ messages }) =>
    messages.some(({ images }) => images !== undefined),
  )
  const isBlind = machine.abilities.small?.vision === 'no'
  expect(isBlind ? pictures.length : 0, 'an image was shown to a blind node').toBe(0)
  const windows = new Set(machine.requests.map(({ contextLength }) => contextLength))
  expect(windows.size, 'a node was made to load its model again').toBeLessThanOrEqual(1)
}

async function checkCluster({ manager, clock }: TestCluster, machines: Map<string, Machine>) {
  const view = manager.view()
  expect(view.requests, 'a request never left the view').toEqual([])
  expect(
    view.nodes.every(({ activeRequests }) => activeRequests === 0),
    'a slot was not given back',
  ).toBe(true)
  await clock.finish(manager.setNodes([]))
  await manager.stop()
  await clock.settle()
  expect(clock.pending(), 'timers left after stop').toBe(0)
  for (const machine of machines.values()) {
    checkMachine(machine)
    expect(machine.open, 'a stream was left open').toBe(0)
    expect(machine.probesAtOnce, 'checks overlapped').toBeLessThanOrEqual(2)
    expect(
      machine.clients.some(({ closedInUse }) => closedInUse),
      'a connection was closed in use',
    ).toBe(false)
    expect(
      machine.clients.every(({ closed }) => closed),
      'a connection was left open',
    ).toBe(true)
  }
}

const seedsPerGroup = 30

describe('a cluster in which everything goes wrong', () => {
  it.each(Array.from({ length: 10 }, (_, group) => group * seedsPerGroup))(
    'keeps every promise to everybody (30 seeds from %d)',
    async from => {
      for (let seed = from; seed < from + seedsPerGroup; seed += 1) {
        const { cluster, asks, machines } = await simulate(seed)
        try {
          expect(asks.length).toBeGreaterThan(10)
          for (const each of asks) if (!each.leftEarly) checkAnswer(each)
          await checkCluster(cluster, machines)
        } catch (error) {
          throw new Error(`Seed ${seed} breaks a promise.`, { cause: error })
        }
      }
    },
  )

  it('comes out the same for the same seed', async () => {
    const lives = [await simulate(42), await simulate(42)]
    const [first, second] = lives.map(({ asks }) => JSON.stringify(asks.map(({ events }) => events)))
    expect(second).toBe(first)
    for (const { cluster } of lives) await cluster.manager.stop()
  })

  it('really goes through every kind of ending (or the promises above would be cheap)', async () => {
    const seen = new Set<string>()
    for (let seed = 1000; seed < 1030; seed += 1) {
      const { cluster, asks } = await simulate(seed)
      for (const { events } of asks) {
        const end = events.at(-1)
        if (end?.type === 'failed') seen.add(end.error.code)
        if (end?.type === 'finished') seen.add(`finished after ${Math.min(2, end.failovers.length)}`)
        for (const event of events) if (event.type === 'failedOver') seen.add(event.failover.stage)
      }
      await cluster.manager.stop()
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['finished after 0', 'finished after 1', 'finished after 2', 'before_first_token', 'mid_answer'],
        ...['CANCELLED', 'TIMEOUT', 'ALL_NODES_FAILED', 'BAD_REQUEST', 'STREAM_CUT_OFF', 'NO_NODE_AVAILABLE'],
      ]),
    )
  })
})
