import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyAll, config, fitEstimate, knowledge, planFor, seen, state, type World } from './testing/world'
import type { ObservedNode } from './types'

const names = ['a', 'b', 'c', 'd'] as const
const models = ['qwen2.5:7b', 'qwen2.5:14b', 'llava', 'hf.co/x/y:Q4'] as const
const tier = fc.constantFrom(0 as const, 1 as const, 2 as const)

/** Several names have one place, so that nodes are renamed and share a server. */
const entry = fc.record({
  host: fc.constantFrom('one', 'two', 'three'),
  port: fc.constant(11434),
  tier,
  model: fc.constantFrom('', 'auto', ...models),
  models: fc.subarray([...models]),
  enabled: fc.boolean(),
  slots: fc.constantFrom(1, 2),
  auth_token: fc.constantFrom(undefined, 'secret-one', '${env:TOKEN}'),
})
const nodeList = fc
  .record(Object.fromEntries(names.map(name => [name, fc.option(entry)])))
  .map(all => Object.entries(all).flatMap(([name, node]) => (node === null ? [] : [{ ...node, name }])))
const rule = fc.record({
  name: fc.constantFrom(...models),
  tier: fc.option(tier, { nil: undefined }),
  nodes: fc.option(fc.subarray([...names]), { nil: undefined }),
  loaded: fc.boolean(),
})
const file = fc
  .record({
    nodes: nodeList,
    models: fc.array(rule, { maxLength: 3 }),
    preference: fc.constantFrom('eco', 'balanced'),
    port: fc.constantFrom(8000, 9000),
  })
  .map(({ nodes, models: rules, preference, port }) =>
    config({ nodes, models: rules, routing: { preference } }, { server: { port } }),
  )

const machine = fc.record({
  reachable: fc.constantFrom('yes' as const, 'yes' as const, 'yes' as const, 'no' as const),
  models: fc.subarray([...models]),
  tellsLoaded: fc.boolean(),
  pull: fc.constantFrom(true, true, false),
  load: fc.constantFrom(true, true, false),
})
const machines = fc.record({ one: machine, two: machine, three: machine })
type Machines = typeof machines extends fc.Arbitrary<infer T> ? T : never

const look = (desired: ReturnType<typeof config>, all: Machines): ObservedNode[] =>
  desired.cluster.nodes.map(({ name, host, tier: of }) => {
    const found = all[host as keyof Machines]
    return seen(name, {
      url: `http://${host}:11434`,
      tier: of,
      reachable: found.reachable,
      models: found.models.map(model => ({ name: model, sizeBytes: null })),
      loaded: found.tellsLoaded ? [] : null,
      abilities: { pull: found.pull, load: found.load },
    })
  })
const allUp = (all: Machines): Machines =>
  Object.fromEntries(
    Object.entries(all).map(([name, each]) => [name, { ...each, reachable: 'yes' }]),
  ) as Machines
const fits = knowledge({
  fit: (node, model) => fitEstimate((node + model).length % 3 === 0 ? 'too_large' : 'gpu'),
})

const world = (
  before: ReturnType<typeof config> | null,
  desired: ReturnType<typeof config>,
  all: Machines,
) => ({
  nodes: look(desired, all),
  applied: before === null ? null : state(before),
  inForce: before ?? config(),
})
const plan = (
  desired: ReturnType<typeof config>,
  { nodes, applied, inForce }: World,
  targets: string[] = [],
) => planFor({ desired, nodes, applied, inForce, targets, knowledge: fits })

const scene = fc.record({ before: fc.option(file), desired: file, machines })

describe('any plan', () => {
  it('leaves nothing to be done once all of it was', () => {
    fc.assert(
      fc.property(scene, ({ before, desired, machines: all }) => {
        const start = world(before, desired, allUp(all))
        const end = applyAll(start, plan(desired, start), desired)
        const again = plan(desired, end)
        expect(again.changes).toEqual([])
        expect(again.steps).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('finishes what failed in part, and says that it was not finished', () => {
    fc.assert(
      fc.property(scene, fc.nat(6), ({ before, desired, machines: all }, failing) => {
        const start = world(before, desired, allUp(all))
        const first = plan(desired, start)
        const failed = first.steps[failing]?.id
        const middle = applyAll(start, first, desired, id => id === failed)
        const second = plan(desired, middle)
        if (failed === undefined) expect(second.changes).toEqual([])
        else expect(second.steps.map(({ id }) => id)).toContain(failed)
        for (const change of second.changes) expect(change.cause).not.toBe('drift')
        expect(plan(desired, applyAll(middle, second, desired)).changes).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('has each step after those it needs, once, and lanes in order', () => {
    fc.assert(
      fc.property(scene, ({ before, desired, machines: all }) => {
        const { steps, changes } = plan(desired, world(before, desired, all))
        const done = new Set<string>()
        for (const { id, needs } of steps) {
          expect(done.has(id)).toBe(false)
          for (const need of needs) expect(done.has(need)).toBe(true)
          done.add(id)
        }
        expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length)
        const order = ['register', 'test', 'pull', 'load', 'drain', 'retire', 'reload']
        for (const lane of new Set(steps.map(({ node }) => node))) {
          const ranks = steps.filter(({ node }) => node === lane).map(({ kind }) => order.indexOf(kind))
          const kinds = new Set(ranks)
          // Pulls and loads of several models take turns; the rest is once each, in this order.
          const fixed = ranks.filter(rank => rank < 2 || rank > 3)
          expect(fixed).toEqual(fixed.toSorted((x, y) => x - y))
          expect(kinds.has(0) && kinds.has(5)).toBe(false)
        }
      }),
      { numRuns: 80 },
    )
  })

  it('never touches what is no target, and says of targets what the whole plan says', () => {
    fc.assert(
      fc.property(
        scene,
        fc.subarray<string>([...names], { minLength: 1 }),
        ({ before, desired, machines: all }, wanted) => {
          const start = world(before, desired, all)
          const everything = plan(desired, start)
          const there = new Set([
            ...desired.cluster.nodes.map(({ name }) => name),
            ...everything.changes.flatMap(change => ('node' in change ? [change.node] : [])),
          ])
          const targets = wanted.filter(name => there.has(name))
          fc.pre(targets.length > 0)
          const some = plan(desired, start, targets)
          for (const change of some.changes)
            expect('node' in change && targets).toContain('node' in change && change.node)
          for (const step of some.steps) expect(targets).toContain(step.node)
          const ids = new Set(some.changes.map(({ id }) => id))
          const missing = everything.changes.filter(
            change => 'node' in change && targets.includes(change.node) && !ids.has(change.id),
          )
          expect(missing).toEqual([])
        },
      ),
      { numRuns: 80 },
    )
  })

  it('is the same for the same, whatever else is loaded, in whichever order machines were seen', () => {
    fc.assert(
      fc.property(scene, ({ before, desired, machines: all }) => {
        const start = world(before, desired, all)
        const busy = start.nodes
          .map(node => ({ ...node, loaded: node.loaded === null ? null : [...node.loaded, 'other:1b'] }))
          .toReversed()
        const first = plan(desired, start)
        expect(plan(desired, start)).toEqual(first)
        expect(plan(desired, { ...start, nodes: busy })).toEqual(first)
      }),
      { numRuns: 60 },
    )
  })

  it('is made of another world when a model it speaks of came or went', () => {
    const desired = config({ nodes: [{ name: 'a', host: 'one', model: 'llava' }] })
    const basis = (given: Partial<ObservedNode>) =>
      planFor({ desired, nodes: [seen('a', given)] }).basis.observed
    const llava = { models: [{ name: 'llava', sizeBytes: null }] }
    expect(basis({ models: [] })).not.toBe(basis(llava))
    expect(basis({ reachable: 'no' })).not.toBe(basis({}))
    expect(basis({ version: '9' })).toBe(basis({}))
  })
})
