import { describe, expect, it } from 'vitest'
import { convergenceOf, findDrift } from './drift'
import { config, fitEstimate, knowledge, planFor, seen, state } from './testing/world'

const node = (name: string, given: object = {}) => ({ name, host: name, port: 11434, ...given })
const nothing = { models: [] }
const pullsOf = (plan: ReturnType<typeof planFor>) =>
  plan.changes.flatMap(change => (change.kind === 'model_pulled' ? [change.id] : []))
const codesOf = (plan: ReturnType<typeof planFor>) =>
  plan.findings.map(({ code }) => code).filter(code => code !== 'insecure')

describe('models a node must have', () => {
  const desired = config({ nodes: [node('pc', { model: 'qwen2.5:14b', models: ['llava', 'auto'] })] })

  it('are pulled with size, source and time, after the node answered', () => {
    const plan = planFor({ desired, nodes: [seen('pc', nothing)] })
    expect(plan.changes.slice(1)).toMatchObject([
      { id: 'pull/pc/qwen2.5:14b', sizeBytes: 9e9, source: 'ollama.com', cause: 'file', wantedBy: 'node' },
      { id: 'pull/pc/llava', sizeBytes: null, estimate: null },
    ])
    expect(plan.steps.map(({ id, needs }) => [id, ...needs])).toEqual([
      ['register/pc'],
      ['test/pc', 'register/pc'],
      ['pull/pc/qwen2.5:14b', 'test/pc'],
      ['pull/pc/llava', 'pull/pc/qwen2.5:14b'],
    ])
    expect(plan.summary).toMatchObject({ pull: 2, downloadBytes: 9e9 })
  })

  it('count as there by any of their names', () => {
    const served = ['qwen2.5:14b', 'llava:latest'].map(name => ({ name, sizeBytes: null }))
    expect(pullsOf(planFor({ desired, nodes: [seen('pc', { models: served })] }))).toEqual([])
  })

  it('are not guessed at while the node does not answer', () => {
    const away = seen('pc', { reachable: 'no', models: null })
    expect(pullsOf(planFor({ desired, nodes: [away] }))).toEqual([])
    expect(pullsOf(planFor({ desired, nodes: [] }))).toEqual([])
  })

  it('are not pulled where nobody can', () => {
    const plan = planFor({
      desired,
      nodes: [seen('pc', { models: [], backend: 'vllm', abilities: { pull: false, load: false } })],
    })
    expect(pullsOf(plan)).toEqual([])
    expect(codesOf(plan)).toEqual(['cannot_pull', 'cannot_pull'])
  })

  it('are pulled once onto a server that two nodes share, before the other loads', () => {
    const shared = config({
      nodes: [
        node('b', { url: 'http://localhost:11434' }),
        node('a', { url: 'http://127.0.0.1:11434', model: 'llava' }),
      ],
      models: [
        { name: 'llava', nodes: ['b'] },
        { name: 'llava', nodes: ['a'], loaded: true },
      ],
    })
    const plan = planFor({
      desired: shared,
      nodes: [
        seen('b', { ...nothing, url: 'http://localhost:11434' }),
        seen('a', { ...nothing, url: 'http://127.0.0.1:11434' }),
      ],
    })
    expect(pullsOf(plan)).toEqual(['pull/b/llava'])
    expect(plan.steps.find(({ kind }) => kind === 'load')?.needs).toEqual(['test/a', 'pull/b/llava'])
  })

  it('come from the host in front of their name', () => {
    const plan = planFor({
      desired: config({ nodes: [node('pc', { model: 'hf.co/bartowski/Qwen:Q4', models: ['team/own'] })] }),
      nodes: [seen('pc', nothing)],
    })
    expect(plan.changes.slice(1)).toMatchObject([{ source: 'hf.co' }, { source: 'ollama.com' }])
  })

  it('that do not fit are said to be too large, and pulled as the file says', () => {
    const plan = planFor({
      desired: config({ nodes: [node('pc', { model: 'qwen2.5:14b' })] }),
      nodes: [seen('pc', nothing)],
      knowledge: knowledge({ fit: () => fitEstimate('too_large', 'It takes about 11 GB.') }),
    })
    expect(plan.changes[1]).toMatchObject({ fit: 'too_large' })
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        code: 'does_not_fit',
        message: 'qwen2.5:14b does not fit pc. It takes about 11 GB.',
      }),
    )
  })

  it('are those of this machine too', () => {
    const local = seen('local', { ...nothing, origin: 'local', tier: 0 })
    const file = config({}, { model: { name: 'llava' } })
    expect(pullsOf(planFor({ desired: file, nodes: [local] }))).toEqual(['pull/local/llava'])
    const off = config({ local: { enabled: false } }, { model: { name: 'llava' } })
    expect(pullsOf(planFor({ desired: off, nodes: [local] }))).toEqual([])
    // Listed under a name of its own it is that node, whose entry decides.
    const listed = config({ nodes: [node('here', { host: 'localhost' })] }, { model: { name: 'llava' } })
    const here = seen('here', { ...nothing, url: 'http://localhost:11434' })
    const asLocal = { ...local, url: 'http://127.0.0.1:11434' }
    expect(pullsOf(planFor({ desired: listed, nodes: [here, asLocal] }))).toEqual([])
  })
})

describe('how long a download takes', () => {
  const desired = config({ nodes: [node('pc', { model: 'qwen2.5:14b' })] })
  const estimateWith = (downloadRates: { node: string; bytesPerSecond: number }[]) =>
    planFor({ desired, nodes: [seen('pc', nothing)], knowledge: knowledge({ downloadRates }) }).changes[1]

  it('follows from what was measured there, else anywhere, else is a wide guess', () => {
    const elsewhere = { node: 'mini', bytesPerSecond: 1e6 }
    expect(estimateWith([elsewhere, { node: 'pc', bytesPerSecond: 10e6 }])).toMatchObject({
      estimate: { lowMs: 750_000, highMs: 1_285_714 },
    })
    expect(estimateWith([elsewhere])).toMatchObject({ estimate: { lowMs: 7_500_000 } })
    expect(estimateWith([])).toMatchObject({ estimate: { lowMs: 144_000, highMs: 2_880_000 } })
    // A download that stood still says nothing, and nothing is divided by it.
    expect(estimateWith([{ node: 'pc', bytesPerSecond: 0 }])).toMatchObject({ estimate: { lowMs: 144_000 } })
  })
})

describe('models a tier must have', () => {
  const desired = (rule: object = {}) =>
    config({
      nodes: [node('a', { tier: 2 }), node('b', { tier: 2 }), node('c', { tier: 1 })],
      models: [{ name: 'qwen2.5:14b', tier: 2, ...rule }],
    })
  const [a, b, c] = ['a', 'b', 'c'].map(name => seen(name, nothing)) as [
    ReturnType<typeof seen>,
    ReturnType<typeof seen>,
    ReturnType<typeof seen>,
  ]
  const has = { models: [{ name: 'qwen2.5:14b', sizeBytes: 9e9 }] }

  it('go to the first node it fits on', () => {
    expect(pullsOf(planFor({ desired: desired(), nodes: [a, b, c] }))).toEqual(['pull/a/qwen2.5:14b'])
    const fit = (name: string) => fitEstimate(name === 'a' ? 'too_large' : 'gpu')
    expect(pullsOf(planFor({ desired: desired(), nodes: [a, b, c], knowledge: knowledge({ fit }) }))).toEqual(
      ['pull/b/qwen2.5:14b'],
    )
  })

  it('stay where they are', () => {
    const plan = planFor({ desired: desired({ loaded: true }), nodes: [a, { ...b, ...has }, c] })
    expect(plan.changes.filter(({ kind }) => kind.startsWith('model'))).toMatchObject([
      { kind: 'model_loaded', node: 'b' },
    ])
  })

  it('are not copied each time the node that has them sleeps', () => {
    const applied = state(desired(), { b: { unfinished: null, models: ['qwen2.5:14b'], loaded: [] } })
    const asleep = { ...b, reachable: 'no' as const, models: null, loaded: null }
    const plan = planFor({ desired: desired(), applied, nodes: [a, asleep, c] })
    expect(plan.changes).toEqual([])
  })

  it('and nobody can take are told of, with each one’s reason', () => {
    const plan = planFor({
      desired: desired(),
      nodes: [{ ...a, abilities: { pull: false, load: false } }, { ...b, reachable: 'no', models: null }, c],
    })
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        code: 'no_candidate',
        message:
          'No node of tier 2 can take qwen2.5:14b: a does not let others pull models; b cannot be asked.',
      }),
    )
  })
})

describe('drift', () => {
  const desired = config({
    nodes: [node('pc', { model: 'qwen2.5:14b' })],
    models: [{ name: 'qwen2.5:14b', nodes: ['pc'], loaded: true }],
  })
  const achieved = { unfinished: null, models: ['qwen2.5:14b'], loaded: ['qwen2.5:14b'] }

  it('is a model that is no longer there', () => {
    const plan = planFor({ desired, applied: state(desired, { pc: achieved }), nodes: [seen('pc')] })
    expect(plan.changes).toMatchObject([
      { kind: 'model_pulled', cause: 'drift' },
      { kind: 'model_loaded', cause: 'drift' },
    ])
    expect(findDrift(plan)).toEqual([
      { node: 'pc', model: 'qwen2.5:14b', message: 'pc serves qwen2.5:7b, the file says qwen2.5:14b.' },
    ])
  })

  it('is what the surfaces say before what waits for apply', () => {
    const applied = state(desired, { pc: achieved })
    const drifted = planFor({ desired, applied, inForce: desired, nodes: [seen('pc')] })
    expect(convergenceOf(drifted, 5)).toMatchObject({ state: 'drifted', pending: 0, checkedAt: 5 })
    const wider = config({ ...desired.cluster, routing: { preference: 'eco' } })
    const there = seen('pc', { models: [{ name: 'qwen2.5:14b', sizeBytes: 9e9 }], loaded: ['qwen2.5:14b'] })
    const waiting = planFor({ desired: wider, applied, inForce: desired, nodes: [there] })
    expect(convergenceOf(waiting, 5)).toMatchObject({ state: 'pending', pending: 1, drift: [] })
    const reloaded = planFor({ desired: wider, applied, inForce: wider, nodes: [there] })
    expect(convergenceOf(reloaded, 5)).toMatchObject({ state: 'converged', pending: 0 })
    const failed = reloaded.changes.map(change => ({ ...change, cause: 'unfinished' as const }))
    expect(convergenceOf({ ...reloaded, changes: failed }, 5)).toMatchObject({ state: 'pending', pending: 1 })
  })

  it('is a model that is no longer in memory', () => {
    const models = [{ name: 'qwen2.5:14b', sizeBytes: 9e9 }]
    const applied = state(desired, { pc: achieved })
    const plan = planFor({ desired, applied, nodes: [seen('pc', { models, loaded: [] })] })
    expect(findDrift(plan)).toMatchObject([{ message: 'qwen2.5:14b is no longer in memory on pc.' }])
    expect(planFor({ desired, applied, nodes: [seen('pc', { models, loaded: null })] }).changes).toEqual([])
  })

  it('is no node that sleeps', () => {
    const plan = planFor({
      desired,
      applied: state(desired, { pc: achieved }),
      nodes: [seen('pc', { reachable: 'no', models: null, loaded: null })],
    })
    expect([plan.changes, findDrift(plan)]).toEqual([[], []])
  })

  it('is not what the file says only now, nor what was never finished', () => {
    const before = state(config({ nodes: [node('pc', { model: 'qwen2.5:7b' })] }))
    const plan = planFor({ desired, applied: before, nodes: [seen('pc')] })
    expect(plan.changes.map(({ cause }) => cause)).toEqual(['file', 'file', 'file', 'file'])
    expect(findDrift(plan)).toEqual([])
  })

  it('is no drift on another machine of the same name', () => {
    const elsewhere = config({ nodes: [{ ...desired.cluster.nodes[0], host: 'new-pc' }] })
    const plan = planFor({
      desired: elsewhere,
      applied: state(desired, { pc: achieved }),
      nodes: [seen('pc')],
    })
    expect(plan.changes.find(({ kind }) => kind === 'model_pulled')?.cause).toBe('file')
  })
})
