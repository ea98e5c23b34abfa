import { afterEach, describe, expect, it } from 'vitest'
import { createTestCluster, question, specOf, type TestCluster, whatIf } from '../testing/cluster'

const loadingMs = 6_000
const minute = 60_000

let cluster: TestCluster
afterEach(async () => {
  await cluster.manager.stop()
})

/** A server that has room for one of its two models, and takes six seconds to change it. */
async function openOneRoom() {
  cluster = createTestCluster()
  const { machines, setNodes } = cluster
  const loads: string[] = []
  const machine = machines.add('mac', {
    models: ['small', 'large'],
    loadedModels: ['small'],
    plan({ model }) {
      const isThere = machine.loadedModels?.includes(model)
      if (!isThere) loads.push(model)
      machine.loadedModels = [model]
      return [{ wait: isThere ? 50 : loadingMs }, { say: 'a ' }, { wait: 50 }, { say: 'b' }, 'done']
    },
  })
  await setNodes([specOf('mac', { models: ['large'] })])
  const modelOf = async (model?: string) => {
    const target = model === undefined ? { tier: 'auto' as const } : { tier: 'auto' as const, model }
    const { end } = await cluster.ask(question({ target }))
    return end.type === 'finished' ? end.answeredBy.model : end.error.code
  }
  return { ...cluster, machine, loads, modelOf }
}

describe('a node with room for one of its two models', () => {
  it('does not change it for questions that name none while somebody asks for the other by name', async () => {
    const { modelOf, loads } = await openOneRoom()
    expect(await modelOf()).toBe('small')
    for (let turn = 0; turn < 10; turn += 1) {
      expect(await modelOf('large')).toBe('large')
      expect(await modelOf()).toBe('large')
    }
    expect(loads).toEqual(['large'])
  })

  it('goes back to the configured one when nobody has named the other for five minutes', async () => {
    const { modelOf, loads, clock } = await openOneRoom()
    await modelOf('large')
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await modelOf()).toBe('large')
      await clock.advance(minute)
    }
    await clock.advance(minute)
    expect(await modelOf()).toBe('small')
    expect(loads).toEqual(['large', 'small'])
  })

  it('answers with the configured one what the other cannot do', async () => {
    const { modelOf, machine, ask } = await openOneRoom()
    machine.abilities = { large: { vision: 'no' }, small: { vision: 'yes' } }
    await modelOf('large')
    const images = [{ mediaType: 'image/png' as const, data: '' }]
    const { end } = await ask(question({ messages: [{ role: 'user', content: 'What is this?', images }] }))
    expect(end.type === 'finished' && end.answeredBy.model).toBe('small')
  })

  it('is known to have loaded a model as soon as that answers, and how long that took', async () => {
    const { modelOf, manager, loads } = await openOneRoom()
    const loadingOf = (model: string) =>
      manager.explain(whatIf('hello', { tier: 'auto', model })).candidates[0]?.predicted?.loadMs
    const presumed = loadingOf('large') ?? 0
    expect(presumed).toBeGreaterThan(0)
    await modelOf('large')
    expect([loadingOf('large'), (loadingOf('small') ?? 0) > 0]).toEqual([0, true])
    // What comes right after it is not taken for a model that loads in no time.
    for (let turn = 0; turn < 5; turn += 1) await modelOf('large')
    await modelOf('small')
    const again = loadingOf('large') ?? 0
    // Twice: for this request, and for whoever wants the other one back.
    expect(again / 2).toBeGreaterThan(loadingMs * 0.7)
    expect(again / 2).toBeLessThan(loadingMs * 1.3)
    expect(loads).toEqual(['large', 'small'])
  })
})
