import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../shared/entities'
import { createTestCluster, outcomeOf, question, specOf, type TestCluster } from './testing/cluster'
import type { Step } from './testing/scripted-machines'
import { stopAfterEach } from './testing/stop-after-each'
import type { ExecutionEvent } from './types'

let cluster: TestCluster
let records: RequestRecord[]

beforeEach(() => {
  cluster = createTestCluster(1, { queue: { maxLength: 3, maxWaitMs: 10_000 } })
  records = []
  cluster.manager.onEnded(record => records.push(record))
})
stopAfterEach(() => cluster)

const stagesOf = (events: readonly ExecutionEvent[]) =>
  events.flatMap(event => (event.type === 'stage' ? event.stage : []))
const takes = (ms: number): readonly Step[] => [{ wait: ms }, { say: 'done' }, 'done']

describe('a request that finds every slot taken', () => {
  it('waits for one, is told its place, and gets it in the moment it is free', async () => {
    const a = cluster.machines.add('a', { plan: () => takes(2000) })
    await cluster.setNodes([specOf('a')])
    const runs = [cluster.start(), cluster.start(), cluster.start()]
    await cluster.clock.advance(100)
    expect(a.open).toBe(1)
    expect(runs.map(({ events }) => events.at(-1))).toMatchObject([
      { stage: 'reading' },
      { stage: 'queued', ahead: 0 },
      { stage: 'queued', ahead: 1 },
    ])
    expect(cluster.manager.view()).toMatchObject({ summary: { queued: 2 }, nodes: [{ queued: 2 }] })
    const before = cluster.clock.monotonic()
    await cluster.clock.finish(Promise.all(runs.map(({ done }) => done)))
    expect(cluster.clock.monotonic() - before, 'time was lost between two of them').toBe(5900)
    expect(records.map(({ queuedMs }) => queuedMs)).toEqual([0, 2000, 4000])
  })

  it('is turned away at once when as many wait as may, with the time to come back', async () => {
    cluster.machines.add('a', { plan: () => takes(5000) })
    await cluster.setNodes([specOf('a')])
    const runs = Array.from({ length: 5 }, () => cluster.start())
    await cluster.clock.settle()
    const last = outcomeOf(runs[4]?.events ?? [])
    expect(last.end).toMatchObject({ type: 'failed', error: { code: 'NODE_BUSY' } })
    const data = last.end.type === 'failed' ? last.end.error.data : undefined
    expect(data?.retryAfterMs).toBeGreaterThanOrEqual(1000)
    expect(records).toMatchObject([{ outcome: 'rejected', queuedMs: 0, durationMs: 0 }])
    await cluster.clock.finish(Promise.all(runs.map(({ done }) => done)))
  })

  it('waits no longer than it may', async () => {
    cluster.machines.add('a', { plan: () => takes(60_000) })
    await cluster.setNodes([specOf('a')])
    cluster.start()
    const { end } = await cluster.ask(question({ maxWaitMs: 3000 }))
    expect(end).toMatchObject({ type: 'failed', error: { code: 'NODE_BUSY' } })
    expect(records).toMatchObject([{ outcome: 'rejected', queuedMs: 3000 }])
  })

  it.each([
    ['was removed and added again', [[], [specOf('a')]]],
    ['pointed elsewhere for a moment', [[specOf('a', { url: 'http://b' })], [specOf('a')]]],
    [
      'was removed, and added by another name with another key',
      [[], [specOf('x', { url: 'http://a', token: 'new' })]],
    ],
  ])('counts what a node still answers that %s', async (_name, edits) => {
    const a = cluster.machines.add('a', { plan: () => takes(2000) })
    cluster.machines.add('b').kill()
    await cluster.setNodes([specOf('a')])
    const first = cluster.start()
    await cluster.clock.advance(100)
    for (const specs of edits) await cluster.setNodes(specs)
    const second = cluster.start()
    await cluster.clock.advance(100)
    expect(a.open).toBe(1)
    await cluster.clock.finish(Promise.all([first.done, second.done]))
    for (const { events } of [first, second]) expect(outcomeOf(events)).toMatchObject({ text: 'done' })
  })

  it('goes before background work, whenever that came', async () => {
    const a = cluster.machines.add('a', { plan: () => takes(1000) })
    await cluster.setNodes([specOf('a')])
    const say = (content: string) => ({ messages: [{ role: 'user' as const, content }] })
    cluster.start()
    const title = cluster.start(question({ ...say('title'), priority: 'background' }))
    cluster.start(question(say('question')))
    await cluster.clock.finish(title.done)
    const asked = a.requests.map(({ messages }) => messages[0]?.content)
    expect(asked.slice(1)).toEqual(['question', 'title'])
  })
})

describe('a node without room', () => {
  it('is asked again after the time it names, and the caller is told of it once', async () => {
    let refusals = 3
    const a = cluster.machines.add('a', {
      plan: () => (refusals-- > 0 ? [{ fail: 'NODE_BUSY' }] : takes(10)),
    })
    await cluster.setNodes([specOf('a')])
    const { end, events } = await cluster.ask()
    expect(end).toMatchObject({ type: 'finished', failovers: [{ node: 'a', error: { code: 'NODE_BUSY' } }] })
    expect(events.filter(({ type }) => type === 'failedOver')).toHaveLength(1)
    expect(a.requests).toHaveLength(4)
    expect(cluster.manager.node('a').statistics.failures).toBe(0)
  })
})

describe('when every node is away', () => {
  it('a request waits for one that was there a moment ago, and is answered when it is back', async () => {
    const a = cluster.machines.add('a', {
      plan: () => [{ wait: 100 }, { say: 'half' }, { wait: 100 }, 'hang'],
    })
    await cluster.setNodes([specOf('a')])
    const cut = cluster.start()
    await cluster.clock.advance(150)
    a.kill()
    await cluster.clock.advance(100)
    const late = cluster.start()
    await cluster.clock.advance(3000)
    expect(stagesOf(cut.events).at(-1)).toBe('waiting')
    expect(stagesOf(late.events).at(-1)).toBe('waiting')
    a.plan = () => takes(10)
    a.revive()
    await cluster.clock.finish(Promise.all([cut.done, late.done]))
    expect(outcomeOf(cut.events)).toMatchObject({ text: 'done', end: { type: 'finished' } })
    expect(outcomeOf(late.events)).toMatchObject({ text: 'done', end: { type: 'finished' } })
  })

  it('it fails at once when none of them was ever there', async () => {
    cluster.machines.add('a').kill()
    await cluster.setNodes([specOf('a')])
    const { end } = await cluster.ask()
    expect(end).toMatchObject({ type: 'failed', error: { code: 'NO_NODE_AVAILABLE' } })
    expect(records).toMatchObject([{ queuedMs: 0 }])
  })
})

describe('a request that waits for the only node', () => {
  async function waitForA() {
    cluster.machines.add('a', { plan: () => takes(2000) })
    await cluster.setNodes([specOf('a')])
    const first = cluster.start()
    const waiting = cluster.start()
    await cluster.clock.advance(100)
    expect(stagesOf(waiting.events).at(-1)).toBe('queued')
    return { first, waiting }
  }
  const failure = ({ events }: { events: ExecutionEvent[] }) => {
    const { end } = outcomeOf(events)
    if (end.type !== 'failed') throw new Error('It was answered.')
    return end.error
  }

  it('waits on when it is drained, and is answered when it is put back', async () => {
    const { first, waiting } = await waitForA()
    cluster.manager.setDraining('a', true)
    await cluster.clock.advance(5000)
    expect(outcomeOf(first.events).end.type).toBe('finished')
    expect(stagesOf(waiting.events).at(-1)).toBe('waiting')
    cluster.manager.setDraining('a', false)
    await cluster.clock.finish(waiting.done)
    expect(outcomeOf(waiting.events).end.type).toBe('finished')
  })

  it('is told so when it stays drained; nothing new waits for it', async () => {
    const { waiting } = await waitForA()
    cluster.manager.setDraining('a', true)
    const asked = cluster.clock.monotonic()
    expect(failure(await cluster.ask()).message).toContain('a (it is being drained)')
    expect(cluster.clock.monotonic() - asked).toBeLessThan(1000)
    await cluster.clock.finish(waiting.done)
    expect(failure(waiting)).toMatchObject({ code: 'NO_NODE_AVAILABLE' })
    expect(failure(waiting).message).toContain('a (it is being drained)')
    expect(records.at(-1)?.queuedMs).toBe(10_000)
  })

  it.each([
    ['is disabled', [specOf('a', { enabled: false })], 'a (disabled)'],
    ['is removed', [], 'There is no node to answer.'],
  ])('ends with the reason when it %s', async (_name, specs, reason) => {
    const { waiting } = await waitForA()
    await cluster.setNodes(specs)
    await cluster.clock.finish(waiting.done)
    expect(failure(waiting)).toMatchObject({ code: 'NO_NODE_AVAILABLE' })
    expect(failure(waiting).message).toContain(reason)
    expect(cluster.clock.monotonic()).toBeLessThan(4000)
  })

  it('is answered by whatever has its name when its address changes', async () => {
    const { waiting } = await waitForA()
    cluster.machines.add('b', { latency: 1500 })
    await cluster.setNodes([specOf('a', { url: 'http://b' })])
    await cluster.clock.finish(waiting.done)
    expect(outcomeOf(waiting.events)).toMatchObject({ text: 'b answers' })
  })
})

describe('a node that falls silent', () => {
  it('loses those who wait for its first word as soon as the checks miss it', async () => {
    const a = cluster.machines.add('a', { latency: 1, plan: () => ['hang'] })
    cluster.machines.add('b', { latency: 20 })
    await cluster.setNodes([specOf('a'), specOf('b')])
    const run = cluster.start()
    await cluster.clock.advance(10)
    a.probe = 'silent'
    await cluster.clock.finish(run.done)
    expect(outcomeOf(run.events)).toMatchObject({ text: 'b answers', end: { answeredBy: { node: 'b' } } })
    expect(cluster.clock.monotonic()).toBeLessThan(20_000)
  })
})

describe('a query whose nodes fail', () => {
  const half: readonly Step[] = [{ say: 'half ' }, { wait: 50 }, 'cut']

  it('is not blamed when they cut everybody off', async () => {
    const slots = 2
    for (const name of ['a', 'b', 'c']) cluster.machines.add(name, { plan: () => half })
    cluster.machines.add('d')
    await cluster.setNodes(
      ['a', 'b', 'c', 'd'].map((name, tier) => specOf(name, { slots, tier: tier < 2 ? 0 : 1 })),
    )
    const runs = [cluster.start(), cluster.start()]
    await cluster.clock.finish(Promise.all(runs.map(({ done }) => done)))
    for (const { events } of runs) expect(outcomeOf(events).end).toMatchObject({ type: 'finished' })
  })

  it.each([
    ['in mid-answer', half],
    ['before they said a word', [{ wait: 50 }, 'cut'] as const],
  ])('is when it alone was cut off twice %s, though others go on', async (_name, death) => {
    const isPoison = (messages: readonly { content: string }[]) => messages[0]?.content === 'poison'
    for (const name of ['a', 'b', 'c']) {
      cluster.machines.add(name, { plan: ({ messages }) => (isPoison(messages) ? death : takes(5000)) })
    }
    await cluster.setNodes(['a', 'b', 'c'].map(name => specOf(name, { slots: 2 })))
    const others = [cluster.start(), cluster.start(), cluster.start()]
    await cluster.clock.advance(10)
    const { end } = await cluster.ask(question({ messages: [{ role: 'user', content: 'poison' }] }))
    expect(end).toMatchObject({ type: 'failed', error: { code: 'ALL_NODES_FAILED' } })
    expect(end.type === 'failed' && end.error.message).toContain('2 nodes failed on this question')
    await cluster.clock.finish(Promise.all(others.map(({ done }) => done)))
  })
})

describe('a query that brings down whatever machine it is on', () => {
  const say = (content: string) => question({ messages: [{ role: 'user', content }] })
  const names = ['a', 'b', 'c', 'd', 'e', 'f']

  it.each([
    ['in mid-answer', 1, 100],
    ['in mid-answer, among many', 3, 100],
    ['before the first word', 1, 1000],
  ])('stops after two of them, though others fall with it: %s', async (_name, others, saysAfter) => {
    const fallen: string[] = []
    for (const name of names) {
      const machine = cluster.machines.add(name, {
        plan({ messages }) {
          if (messages[0]?.content !== 'poison') return takes(2000)
          cluster.clock.after(300, () => {
            fallen.push(name)
            machine.kill()
            cluster.clock.after(1500, machine.revive)
          })
          return [{ wait: saysAfter }, { say: 'Well' }, { wait: 1000 }, 'done']
        },
      })
    }
    await cluster.setNodes(names.map(name => specOf(name, { slots: others + 1 })))
    const traffic = Array.from({ length: names.length * others }, () => cluster.start(say('hello')))
    await cluster.clock.advance(1000)
    const { end } = await cluster.ask(say('poison'))
    await cluster.clock.finish(Promise.all(traffic.map(({ done }) => done)))
    expect(fallen).toHaveLength(2)
    expect(end).toMatchObject({ type: 'failed', error: { code: 'ALL_NODES_FAILED' } })
    expect(end.type === 'failed' && end.error.message).toContain('2 nodes failed on this question')
    for (const { events } of traffic) expect(outcomeOf(events).end.type).toBe('finished')
  })
})

describe('an answer that is to be gone on with', () => {
  const words = Array.from({ length: 100 }, (_, place) => `word${place} `)
  const told = (from: number, to: number): Step[] => words.slice(from, to).map(say => ({ say }))

  async function cutAfter(
    count: number,
    changes: Parameters<typeof question>[0],
    prefill: 'yes' | 'no' = 'yes',
  ) {
    cluster.machines.add('a', { latency: 1, plan: () => [...told(0, count), { wait: 50 }, 'cut'] })
    const b = cluster.machines.add('b', {
      latency: 20,
      abilities: { small: { prefill } },
      plan({ messages }) {
        const begun = messages.at(-1)
        const from = begun?.role === 'assistant' ? begun.content.trim().split(' ').length : 0
        return [...told(from, 100), 'done']
      },
    })
    await cluster.setNodes([specOf('a'), specOf('b')])
    return { b, ...(await cluster.ask(question({ onStreamFailure: 'continue', ...changes }))) }
  }

  it('is, where the gate lets it, and nobody notices but by the seam', async () => {
    const { text, end, b } = await cutAfter(80, { maxTokens: 500 })
    expect(text).toBe(words.join(''))
    expect(end).toMatchObject({ type: 'finished', failovers: [{ mode: 'continue', stage: 'mid_answer' }] })
    expect(b.requests[0]?.messages.at(-1)).toEqual({
      role: 'assistant',
      content: words.slice(0, 80).join(''),
    })
    expect(b.requests[0]?.maxTokens).toBeLessThan(500)
    const [record] = records
    expect(record?.spentTokens).toBe(record?.tokens)
  })

  it.each([
    ['too little was written', 5, {}, 'yes'],
    ['the model cannot', 80, {}, 'no'],
    ['it keeps to a form', 80, { format: { type: 'json' } }, 'yes'],
  ] as const)(
    'begins again where %s and the caller can take text back',
    async (_name, count, changes, prefill) => {
      const { text, end } = await cutAfter(count, { mayRestart: true, ...changes }, prefill)
      expect(text).toBe(words.join(''))
      expect(end).toMatchObject({ type: 'finished', failovers: [{ mode: 'restart' }] })
      expect(records[0]?.spentTokens).toBeGreaterThan(records[0]?.tokens ?? 0)
    },
  )

  it('ends as a failure where it may not and the caller cannot take text back', async () => {
    const { end, b } = await cutAfter(80, {}, 'no')
    expect(end).toMatchObject({
      type: 'failed',
      error: { code: 'STREAM_CUT_OFF' },
      answeredBy: { node: 'a' },
    })
    expect(b.requests).toHaveLength(0)
  })
})
