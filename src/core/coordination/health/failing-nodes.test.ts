import { describe, expect, it } from 'vitest'
import {
  createTestCluster,
  type Outcome,
  outcomeOf,
  question,
  specOf,
  type TestCluster,
} from '../testing/cluster'
import type { Machine, Step } from '../testing/scripted-machines'
import { stopAfterEach } from '../testing/stop-after-each'
import type { ExecutionEvent } from '../types'

let cluster: TestCluster
const open = (seed = 1) => {
  cluster = createTestCluster(seed)
  return cluster
}

stopAfterEach(() => cluster)

const words = Array.from({ length: 20 }, (_, index) => `word${index} `)
const whole = words.join('')
/** A complete answer, so many times slower than usual. */
const answer = (factor = 1): readonly Step[] => [
  { wait: 50 * factor },
  ...words.flatMap((say): Step[] => [{ wait: 10 * factor }, { say }]),
  'done',
]

const broken: Record<string, (index: number) => readonly Step[]> = {
  'is ten times slower': () => answer(10),
  'answers every request with an error': () => [{ wait: 20 }, { fail: 'NODE_ERROR' }],
  'gives empty answers': () => [{ wait: 20 }, 'done'],
  'cuts every answer off': () => [...answer().slice(0, 9), 'cut'],
  'fails every other request': index => (index % 2 === 0 ? answer() : [{ wait: 20 }, { fail: 'NODE_ERROR' }]),
}

describe.each([1, 2])('a node that passes its checks (seed %d), but', seed => {
  it.each(Object.keys(broken))('%s gets less than a twentieth of the requests after 30 s', async how => {
    const { machines, setNodes, clock, start, random } = open(seed)
    const names = ['bad', 'b', 'c', 'd']
    const made = names.map((name, index) => machines.add(name, { latency: 1 + index, plan: () => answer() }))
    const [bad] = made
    if (bad === undefined) throw new Error('There is no first machine.')
    bad.plan = (_request, index) => broken[how]?.(index) ?? []
    await setNodes(names.map(name => specOf(name, { slots: 4 })))
    const running: Promise<void>[] = []
    // Half of what the sound ones can take.
    const ask = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 40) {
        running.push(start().done)
        await clock.advance(20 + random() * 40)
      }
    }
    await ask(30_000)
    const before = made.map(({ requests }) => requests.length)
    await ask(20_000)
    const got = made.map(({ requests }, index) => requests.length - (before[index] ?? 0))
    const all = got.reduce((sum, count) => sum + count, 0)
    expect(all).toBeGreaterThanOrEqual(500)
    expect((got[0] ?? 0) / all, `${got}`).toBeLessThan(0.05)
    await clock.finish(Promise.all(running))
  })
})

describe('a breaker', () => {
  it('that is open does not keep the last node that has the model from being asked', async () => {
    const { setMachines, ask, manager } = open()
    const [mac] = await setMachines({ mac: { plan: () => [{ fail: 'NODE_ERROR' }] } })
    for (let index = 0; index < 5; index += 1) await ask()
    expect(manager.node('mac').breakers).toMatchObject([{ model: 'small', state: 'open' }])
    const before = mac?.requests.length ?? 0
    if (mac !== undefined) mac.plan = () => answer()
    expect((await ask()).end.type).toBe('finished')
    expect(mac?.requests.length).toBe(before + 1)
  })

  it('opens, tries and closes before everybody’s eyes, while another node answers', async () => {
    const { setMachines, ask, manager, clock } = open()
    const [mac] = await setMachines({
      mac: { plan: () => [{ fail: 'NODE_ERROR' }], loadedModels: ['small'] },
      tower: {},
    })
    const view = () => manager.node('mac').breakers.map(({ state }) => state)
    while (view().length === 0) {
      expect((await ask()).end.type).toBe('finished')
      if (clock.monotonic() > 60_000) throw new Error('It never opened.')
    }
    expect(view()).toEqual(['open'])
    if (mac !== undefined) mac.plan = () => answer()
    while (view().length > 0) {
      await clock.advance(500)
      expect((await ask()).end.type).toBe('finished')
      if (clock.monotonic() > 120_000) throw new Error('It never closed.')
    }
    expect(manager.node('mac').incidents.map(({ kind, model }) => [kind, model])).toEqual([
      ['breaker_opened', 'small'],
      ['breaker_half_opened', 'small'],
      ['breaker_closed', 'small'],
    ])
  })
})

describe('a machine that slept', () => {
  const long = (name: string) => (): readonly Step[] => [
    ...Array.from({ length: 60 }, (_, index): Step[] => [{ wait: 1000 }, { say: `${name}${index} ` }]).flat(),
    'done',
  ]
  const wholeOf = (name: string) => Array.from({ length: 60 }, (_, index) => `${name}${index} `).join('')

  async function streaming(seed = 1) {
    const { machines, setNodes, start, clock } = open(seed)
    const made: Machine[] = []
    for (const name of ['mac', 'tower']) made.push(machines.add(name, { plan: long(name) }))
    await setNodes([specOf('mac', { slots: 4 }), specOf('tower', { slots: 4 })])
    const streams = Array.from({ length: 4 }, () => start(question({ timeoutMs: 3_600_000 })))
    await clock.advance(20_000)
    return { made, streams }
  }
  const expectWhole = ({ end, text }: Outcome) => {
    expect(end).toMatchObject({ type: 'finished' })
    if (end.type === 'finished') expect(text).toBe(wholeOf(end.answeredBy.node))
  }
  const incidents = () => cluster.manager.view().nodes.flatMap(node => node.incidents.map(({ kind }) => kind))

  it.each([
    ['sleep', 10_000, false],
    ['sleep', 600_000, true],
    ['stall', 10_000, false],
    ['stall', 600_000, true],
  ] as const)('(%s of %d ms) begins its streams again: %s, and blames nobody', async (way, ms, restarts) => {
    const { streams, made } = await streaming()
    cluster.clock[way](ms)
    await cluster.clock.finish(Promise.all(streams.map(({ done }) => done)))
    for (const { events } of streams) {
      const outcome = outcomeOf(events)
      expectWhole(outcome)
      expect(outcome.end.failovers.length > 0).toBe(restarts)
    }
    expect(incidents()).toEqual([])
    expect(made.every(({ clients }) => clients.every(({ closedInUse }) => !closedInUse))).toBe(true)
  })

  it('begins its streams again once when the system says so, however short the sleep', async () => {
    const { streams } = await streaming()
    cluster.manager.suspended()
    cluster.clock.sleep(3000)
    cluster.manager.resumed()
    cluster.manager.resumed()
    await cluster.clock.finish(Promise.all(streams.map(({ done }) => done)))
    for (const { events } of streams) {
      const outcome = outcomeOf(events)
      expectWhole(outcome)
      expect(outcome.end.failovers).toHaveLength(1)
    }
    expect(incidents()).toEqual([])
  })

  it('opens no breaker and loses no node while its network is not back yet', async () => {
    const { streams, made } = await streaming()
    cluster.clock.sleep(600_000)
    for (const machine of made) machine.kill()
    await cluster.clock.advance(8000)
    for (const machine of made) machine.revive()
    expect(cluster.manager.view().nodes).toMatchObject([
      { status: 'online', breakers: [] },
      { status: 'online', breakers: [] },
    ])
    await cluster.clock.finish(Promise.all(streams.map(({ done }) => done)))
    expect(incidents()).toEqual([])
  })

  it('lets go of an old connection when its last reader has, be it a failing check that notices', async () => {
    const { machines, setNodes, start, clock, manager } = open()
    const mac = machines.add('mac', { plan: long('mac') })
    await setNodes([specOf('mac', { slots: 2 })])
    const asked = question({ timeoutMs: 3_600_000 })
    const { done } = start(asked)
    await clock.advance(500)
    const slowReader = manager.execute(asked, new AbortController().signal)[Symbol.asyncIterator]()
    for (let type = ''; type !== 'text'; )
      type = (await clock.finish(slowReader.next())).value?.type ?? 'text'
    clock.sleep(600_000)
    mac.probe = 'NODE_ERROR'
    const check = manager.checkNow('mac')
    await clock.advance(mac.latency)
    mac.probe = 'up'
    await check
    await clock.finish(done)
    expect(mac.clients).toMatchObject([{ closed: false }, { closed: false }])
    let last: ExecutionEvent | undefined
    for (let next = await clock.finish(slowReader.next()); next.done !== true; ) {
      last = next.value
      next = await clock.finish(slowReader.next())
    }
    expect(last?.type).toBe('finished')
    expect(mac.clients).toMatchObject([
      { closed: true, closedInUse: false },
      { closed: false, open: 0 },
    ])
    expect(incidents()).toEqual([])
  })

  it('looks at every node anew, whatever look of before is under way', async () => {
    const { made } = await streaming()
    const [mac] = made
    if (mac === undefined) throw new Error('There is no first machine.')
    mac.probe = 'silent'
    void cluster.manager.checkNow('mac')
    await cluster.clock.advance(10)
    const before = mac.probes
    cluster.manager.resumed()
    mac.probe = 'up'
    await cluster.clock.advance(2100)
    expect(mac.probes).toBe(before + 1)
  })

  it('goes on with the streams within it, which slept with it, and asks no disabled node', async () => {
    const { machines, setNodes, start, clock, manager } = open()
    machines.add('localhost:1', { plan: long('own') })
    const off = machines.add('off')
    const own = specOf('own', { url: 'http://localhost:1' })
    await setNodes([own, specOf('off')])
    await setNodes([own, specOf('off', { enabled: false })])
    const before = off.probes
    const { events, done } = start(question({ timeoutMs: 3_600_000, target: { tier: 'auto', node: 'own' } }))
    await clock.advance(10_000)
    clock.sleep(600_000)
    manager.resumed()
    await clock.finish(done)
    expect(outcomeOf(events)).toMatchObject({
      text: wholeOf('own'),
      end: { type: 'finished', failovers: [] },
    })
    expect(off.probes).toBe(before)
  })

  it('looks at every node at once', async () => {
    const { made } = await streaming()
    const before = made.map(({ probes }) => probes)
    cluster.manager.resumed()
    await cluster.clock.advance(10)
    expect(made.map(({ probes }, index) => probes - (before[index] ?? 0))).toEqual([1, 1])
  })
})

describe('a clock that is set', () => {
  const day = 24 * 3_600_000
  it.each([day, -day, 3650 * day, -3650 * day])('by %d ms changes nothing', async ms => {
    const { machines, setNodes, start, clock, manager } = open()
    machines.add('mac', { plan: () => answer(20) })
    machines.add('tower', { plan: () => [{ fail: 'NODE_ERROR' }] })
    await setNodes([specOf('mac', { slots: 2 }), specOf('tower', { tier: 1 })])
    const { events, done } = start()
    await clock.advance(1000)
    clock.setWall(ms)
    await clock.finish(done)
    expect(outcomeOf(events)).toMatchObject({ text: whole, end: { type: 'finished', failovers: [] } })
    await clock.advance(60_000)
    expect(manager.view().nodes).toMatchObject([
      { status: 'online', incidents: [] },
      { status: 'online', incidents: [] },
    ])
    const durations = events.flatMap(event => (event.type === 'finished' ? event.metrics.durationMs : []))
    expect(durations).toHaveLength(1)
    expect(durations[0]).toBeLessThan(20_000)
    expect(durations[0]).toBeGreaterThan(1000)
  })
})
