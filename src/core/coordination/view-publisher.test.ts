import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClusterUpdate, type ClusterView, clusterUpdate } from '../../shared/entities'
import { applyClusterUpdate, type RevisedView } from '../../shared/entities/cluster-update'
import { clusterViews } from '../../shared/entities/testing/view-arbitraries'
import { createVirtualClock } from './testing/virtual-clock'
import { createViewPublisher, diffViews } from './view-publisher'

const sequences = fc.array(clusterViews, { minLength: 1, maxLength: 12 })
const first = fc.sample(clusterViews, { numRuns: 1, seed: 7 })[0] as ClusterView

/** A publisher whose view is whatever `show` was last given. */
function open(initial: ClusterView = first) {
  const clock = createVirtualClock()
  let view = initial
  let projections = 0
  const publisher = createViewPublisher(() => {
    projections += 1
    return view
  }, clock)
  return {
    clock,
    publisher,
    projections: () => projections,
    show(next: ClusterView) {
      view = next
      publisher.stateChanged()
    },
    tick(next: ClusterView) {
      view = next
      publisher.metricsChanged()
    },
  }
}

function follow(updates: AsyncIterable<ClusterUpdate>) {
  const received: ClusterUpdate[] = []
  const done = (async () => {
    for await (const update of updates) received.push(update)
  })()
  return { received, done }
}

const replay = (updates: readonly ClusterUpdate[]): RevisedView | null =>
  updates.reduce<RevisedView | null>((current, update, index) => {
    const next = applyClusterUpdate(current, update)
    expect(next, `update ${index} does not follow`).not.toBeNull()
    return next
  }, null)

describe('diffViews', () => {
  it('turns every view into the next, whatever changed, and says nothing when nothing did', () => {
    fc.assert(
      fc.property(sequences, views => {
        let current: RevisedView = { revision: 0, view: views[0] as ClusterView }
        for (const view of views) {
          const update = diffViews(current.view, view, current.revision + 1)
          if (update === null) expect(view).toEqual(current.view)
          else {
            expect(clusterUpdate.safeParse(update).success).toBe(true)
            const next = applyClusterUpdate(current, JSON.parse(JSON.stringify(update)))
            expect(next?.view).toEqual(view)
            current = next ?? current
          }
        }
        expect(diffViews(current.view, structuredClone(current.view), 1)).toBeNull()
      }),
    )
  })

  it('sends only the nodes that changed', () => {
    const [a, b] = fc.sample(clusterViews, { numRuns: 60, seed: 3 }).flatMap(view => view.nodes)
    if (a === undefined || b === undefined) throw new Error('The sample has no two nodes.')
    const before = {
      ...first,
      nodes: [
        { ...a, name: 'a' },
        { ...b, name: 'b', load: 0 },
      ],
    }
    const after = {
      ...first,
      nodes: [
        { ...a, name: 'a' },
        { ...b, name: 'b', load: 1 },
      ],
    }
    expect(diffViews(before, after, 9)).toEqual({ type: 'patch', revision: 9, nodes: [after.nodes[1]] })
  })
})

describe('a watcher', () => {
  it('ends with the view that was shown last, however fast views follow each other', async () => {
    await fc.assert(
      fc.asyncProperty(sequences, fc.array(fc.boolean()), async (views, pauses) => {
        const { publisher, show, clock } = open()
        const abort = new AbortController()
        const { received, done } = follow(publisher.watch(abort.signal))
        await clock.settle()
        for (const [index, view] of views.entries()) {
          show(view)
          if (pauses[index] === true) await clock.settle()
        }
        await clock.advance(1000)
        abort.abort()
        await done
        expect(replay(received)?.view).toEqual(views.at(-1))
      }),
      { numRuns: 60 },
    )
  })

  it('that comes later starts with a snapshot of now, and both see what follows', async () => {
    const [a, b, c] = fc.sample(clusterViews, { numRuns: 3, seed: 11 }) as [
      ClusterView,
      ClusterView,
      ClusterView,
    ]
    const { publisher, show, clock } = open(a)
    const abort = new AbortController()
    const early = follow(publisher.watch(abort.signal))
    await clock.settle()
    show(b)
    await clock.advance(1000)
    const late = follow(publisher.watch(abort.signal))
    await clock.settle()
    expect(late.received).toMatchObject([{ type: 'snapshot', view: b }])
    show(c)
    await clock.advance(1000)
    abort.abort()
    expect(replay(early.received)).toEqual(replay(late.received))
    expect(replay(late.received)?.view).toEqual(c)
    await Promise.all([early.done, late.done])
  })

  it('that does not read is given one snapshot instead of an endless backlog', async () => {
    const { publisher, show, clock } = open()
    const abort = new AbortController()
    const updates = publisher.watch(abort.signal)[Symbol.asyncIterator]()
    await updates.next()
    const views = Array.from({ length: 500 }, (_, answers) => ({
      ...first,
      summary: { ...first.summary, answers },
    }))
    for (const view of views) {
      show(view)
      await clock.advance(1000)
    }
    const rest = follow({ [Symbol.asyncIterator]: () => updates })
    await clock.settle()
    expect(rest.received.length).toBeLessThanOrEqual(32)
    expect(rest.received[0]?.type).toBe('snapshot')
    expect(replay(rest.received)?.view).toEqual(views.at(-1))
    abort.abort()
    await rest.done
  })
})

describe('the publisher', () => {
  const changed = { ...first, demoRunning: !first.demoRunning }

  it('makes one update of many changes in one turn', async () => {
    const { publisher, show, clock } = open()
    const abort = new AbortController()
    const { received, done } = follow(publisher.watch(abort.signal))
    await clock.settle()
    for (let index = 0; index < 50; index += 1) show({ ...changed, configProblem: `line ${index}` })
    await clock.advance(1000)
    expect(received).toHaveLength(2)
    abort.abort()
    await done
  })

  it('shows a change at once, and looks at the cluster no more than 20 times a second in a storm of them', async () => {
    const { publisher, show, clock, projections } = open()
    const seen: ClusterView[] = []
    publisher.subscribe(view => seen.push(view))
    await clock.advance(1000)
    show(changed)
    await clock.settle()
    expect(seen.at(-1)).toEqual(changed)

    const before = projections()
    for (let request = 0; request < 500; request += 1) {
      show({ ...first, configProblem: `line ${request}` })
      await clock.advance(2)
    }
    expect(projections() - before).toBeLessThanOrEqual(21)
    await clock.advance(50)
    expect(seen.at(-1)?.configProblem).toBe('line 499')
    expect(clock.pending()).toBe(0)
  })

  it.each([
    ['20 ms', 20, 200],
    ['seconds', 5_000, 1_000],
  ])(
    'rests ten times as long as looking at the cluster takes, within limits (%s)',
    async (_name, workMs, restMs) => {
      const virtual = createVirtualClock()
      let worked = 0
      let looks = 0
      const publisher = createViewPublisher(
        () => {
          worked += workMs
          looks += 1
          return first
        },
        { ...virtual, monotonic: () => virtual.monotonic() + worked },
      )
      publisher.subscribe(() => undefined)
      const before = looks
      publisher.stateChanged()
      await virtual.advance(restMs - 1)
      expect(looks).toBe(before)
      await virtual.advance(1)
      expect(looks).toBe(before + 1)
      publisher.stop()
    },
  )

  it('sends a thousand requests four times a second at most', async () => {
    const request = (index: number): ClusterView['requests'][number] => ({
      ...{ id: `request-${index}`, node: null, tier: null, class: null, origin: 'api', startedAt: 1 },
      ...{ tokens: 0, state: 'queued', ahead: index },
    })
    const busy = { ...first, requests: Array.from({ length: 1000 }, (_, index) => request(index)) }
    const { publisher, show, clock, projections } = open(busy)
    publisher.subscribe(() => undefined)
    await clock.advance(1000)
    const before = projections()
    for (let change = 0; change < 100; change += 1) {
      show({ ...busy, configProblem: `line ${change}` })
      await clock.advance(10)
    }
    expect(projections() - before).toBeLessThanOrEqual(5)
    publisher.stop()
  })

  it('sends figures once a second, not with every token', async () => {
    const { publisher, tick, clock } = open()
    const abort = new AbortController()
    const { received, done } = follow(publisher.watch(abort.signal))
    await clock.settle()
    for (let token = 1; token <= 100; token += 1) {
      tick({ ...first, summary: { ...first.summary, answers: token } })
      await clock.advance(50)
    }
    expect(received.length - 1).toBeGreaterThanOrEqual(4)
    expect(received.length - 1).toBeLessThanOrEqual(6)
    abort.abort()
    await done
  })

  it('does no work while nobody watches, and leaves no timer behind', async () => {
    const { publisher, show, tick, clock, projections } = open()
    const before = projections()
    show(changed)
    tick(changed)
    await clock.advance(5000)
    expect(projections()).toBe(before)
    expect(clock.pending()).toBe(0)

    const seen: ClusterView[] = []
    const unsubscribe = publisher.subscribe(view => seen.push(view))
    expect(seen).toEqual([changed])
    show(first)
    await clock.advance(1000)
    expect(seen.at(-1)).toEqual(first)
    tick(changed)
    unsubscribe()
    publisher.stop()
    expect(clock.pending()).toBe(0)
  })

  it('has no timer after stop, whatever is reported to it afterwards', async () => {
    const { publisher, show, tick, clock } = open()
    publisher.subscribe(() => undefined)
    await clock.settle()
    publisher.stop()
    tick(changed)
    show(changed)
    await clock.settle()
    expect(clock.pending()).toBe(0)
  })
})
