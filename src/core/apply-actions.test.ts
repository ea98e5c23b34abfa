import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, configSchema } from '../shared/config/schema'
import { HarombeError } from '../shared/errors'
import { type ActionParts, createApplyActions } from './apply-actions'
import type { StepContext } from './config/apply/types'

const configOf = (...nodes: object[]): Config => configSchema.parse({ cluster: { nodes } })
const mini = { name: 'mini', host: 'mini.local' }
const tower = { name: 'tower', host: 'tower.local' }

let inForce: Config
let draining: Set<string>
let active: Record<string, number>
let listeners: Set<() => void>
let abort: AbortController
let reported: unknown[]
beforeEach(() => {
  inForce = configOf(mini, tower)
  draining = new Set()
  active = {}
  listeners = new Set()
  abort = new AbortController()
  reported = []
})
afterEach(() => expect(listeners.size).toBe(0))

const context = (): StepContext => ({ signal: abort.signal, report: progress => reported.push(progress) })
const isThere = (name: string) => inForce.cluster.nodes.some(node => node.name === name)
const namesInForce = () => inForce.cluster.nodes.map(({ name }) => name)

/** As much of a cluster as the steps touch. */
const parts = {
  manager: {
    host: (name: string) =>
      isThere(name) ? { reachable: true, probe: null, spec: { tier: 1, enabled: true } } : null,
    node: (name: string) => ({
      status: draining.has(name) ? 'draining' : 'online',
      activeRequests: active[name] ?? 0,
    }),
    setDraining(name: string, isOn: boolean) {
      if (isOn) draining.add(name)
      else draining.delete(name)
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      listener()
      return () => listeners.delete(listener)
    },
    checkNow: () => new Promise(() => undefined),
  },
  models: {},
  configFile: {
    current: () => inForce,
    enforce(config: Config) {
      inForce = config
    },
  },
  applyConfig: async () => undefined,
} as unknown as ActionParts

const answered = (name: string) => {
  active[name] = 0
  for (const listener of [...listeners]) listener()
}
const cancelled = new HarombeError('CANCELLED', 'It was cancelled.')

describe('the steps of an apply', () => {
  it('put a node in force at its place in the file, and in the place of the one it was', async () => {
    const actions = createApplyActions(parts, configOf({ ...mini, tier: 2 }, { ...tower, name: 'server' }))
    expect(await actions.register('server', 'tower', context())).toBe('Its entry is in force.')
    expect(namesInForce()).toEqual(['mini', 'server'])
    await actions.register('mini', null, context())
    expect(inForce.cluster.nodes).toMatchObject([{ name: 'mini', tier: 2 }, { name: 'server' }])
    expect(await actions.register('mini', null, context())).toBe('Its entry was in force.')
  })

  it('wait until a node answers nobody, and tell how many answers are left', async () => {
    active.tower = 2
    const actions = createApplyActions(parts, configOf(mini))
    const drained = actions.drain('tower', context())
    expect(draining).toEqual(new Set(['tower']))
    active.tower = 1
    for (const listener of [...listeners]) listener()
    answered('tower')
    expect(await drained).toBe('It answers nobody any more.')
    expect(reported).toEqual([
      { completed: 0, total: 2 },
      { completed: 1, total: 2 },
      { completed: 2, total: 2 },
    ])
    expect(await actions.retire('tower', context())).toBe('It is no node any more.')
    expect(namesInForce()).toEqual(['mini'])
    expect(await actions.drain('tower', context())).toBe('It was no node any more.')
    expect(await actions.retire('tower', context())).toBe('It was no node any more.')
  })

  it('put a node back when its draining is cancelled, or when it did not go in the end', async () => {
    active.tower = 1
    const actions = createApplyActions(parts, configOf(mini))
    const drained = actions.drain('tower', context())
    abort.abort(cancelled)
    await expect(drained).rejects.toBe(cancelled)
    expect(draining.size).toBe(0)
    abort = new AbortController()
    answered('tower')
    await actions.drain('tower', context())
    expect(draining.size).toBe(1)
    actions.release()
    expect(draining.size).toBe(0)
  })

  it('leave a node taken out that somebody took out before', async () => {
    draining.add('tower')
    const actions = createApplyActions(parts, configOf(mini, tower))
    await actions.drain('tower', context())
    actions.release()
    expect(draining).toEqual(new Set(['tower']))
  })

  it('bring settings into force without the nodes that are not there yet, or still', async () => {
    const desired: Config = { ...configOf({ name: 'new' }), tools: { ...inForce.tools, shell: true } }
    await createApplyActions(parts, desired).reload(context())
    expect(inForce.tools.shell).toBe(true)
    expect(namesInForce()).toEqual(['mini', 'tower'])
  })

  it('end a test at once when it is cancelled, though the machine never answers', async () => {
    const tested = createApplyActions(parts, configOf(mini)).test('mini', context())
    abort.abort(cancelled)
    await expect(tested).rejects.toBe(cancelled)
  })

  it('take two ways to write the address of one server for one server', () => {
    const actions = createApplyActions(
      parts,
      configOf({ name: 'a', host: '127.0.0.1', port: 1 }, { name: 'b', url: 'http://localhost:1/' }),
    )
    expect(actions.serverOf('a')).toBe(actions.serverOf('b'))
    expect(actions.serverOf('a')).not.toBe(actions.serverOf('tower'))
  })
})
