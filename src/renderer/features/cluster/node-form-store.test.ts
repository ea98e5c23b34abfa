import { describe, expect, it } from 'vitest'
import { nodeSchema } from '../../../shared/config/schema'
import type { NodeTestResult } from '../../../shared/contract/cluster'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createNode } from '../../components/node.fixture'
import { createNodeFormStore } from './node-form-store'

const answers: NodeTestResult = {
  reachable: true,
  backend: 'ollama',
  models: ['a'],
  version: '1',
  latencyMs: 2,
  simulated: false,
  error: null,
}

describe('node form', () => {
  it('follows the address with the name until the user writes one', () => {
    const form = createNodeFormStore(createTableClient({}).client, { preset: {} })
    form.change({ address: 'studio:11434' })
    expect(form.store.getState().draft.name).toBe('studio')
    form.change({ name: 'mine' })
    form.change({ address: 'other:11434' })
    expect(form.store.getState().draft.name).toBe('mine')
  })

  it('asks nobody while the form itself is not right', async () => {
    const { client, asked } = createTableClient({})
    const form = createNodeFormStore(client, { preset: {} })
    expect(await form.test()).toBeNull()
    expect(Object.keys(form.store.getState().errors)).toEqual(['address'])
    expect(await form.save()).toBeNull()
    expect(asked).toEqual([])
    expect(Object.keys(form.store.getState().errors)).toEqual(['name', 'address'])
  })

  it('tests an address before there is a name or a right number of slots', async () => {
    const { client, asked } = createTableClient({ 'cluster.testNode': () => answers })
    const form = createNodeFormStore(client, { preset: { address: '192.168.1.20:11434', slots: 'x' } })
    expect(await form.test()).toEqual(answers)
    expect(nodeSchema.safeParse(asked[0]?.[1]).success).toBe(true)
    expect(await form.save()).toBeNull()
    expect(Object.keys(form.store.getState().errors)).toEqual(['name', 'slots'])
  })

  it('drops a test result when what it was about changes, and keeps it otherwise', async () => {
    const { client } = createTableClient({ 'cluster.testNode': () => answers })
    const form = createNodeFormStore(client, { preset: { name: 'a', address: 'a:1' } })
    await form.test()
    form.change({ tier: 2 })
    expect(form.store.getState().test).toEqual(answers)
    form.change({ token: 'x' })
    expect(form.store.getState().test).toBeNull()
  })

  it('does not show a result that arrives after the address was changed', async () => {
    let reply: (result: NodeTestResult) => void = () => undefined
    const { client } = createTableClient({
      'cluster.testNode': () => new Promise<NodeTestResult>(resolve => (reply = resolve)),
    })
    const form = createNodeFormStore(client, { preset: { name: 'a', address: 'a:1' } })
    const testing = form.test()
    form.change({ address: 'b:1' })
    reply(answers)
    await testing
    expect(form.store.getState()).toMatchObject({ test: null, busy: null })
  })

  it('shows a refusal at its field and clears it when that field is edited', async () => {
    const refused = new HarombeError('CONFIG_INVALID', 'no', {
      data: { issues: [{ path: ['name'], message: 'Taken.' }] },
    })
    const { client } = createTableClient({ 'cluster.addNode': () => Promise.reject(refused) })
    const form = createNodeFormStore(client, { preset: { name: 'a', address: 'a:1' } })
    expect(await form.save()).toBeNull()
    expect(form.store.getState()).toMatchObject({ errors: { name: 'Taken.' }, busy: null })
    form.change({ name: 'b' })
    expect(form.store.getState().errors).toEqual({})
  })

  it('checks an unchanged node through the file, which has its token, and sends only what changed', async () => {
    const node = createNode()
    const { client, asked } = createTableClient({
      'cluster.checkNow': () => [node],
      'cluster.updateNode': () => node,
      'cluster.testNode': () => answers,
    })
    const form = createNodeFormStore(client, { node })
    expect(await form.test()).toMatchObject({ reachable: true, models: node.models })
    form.change({ tier: 2 })
    await form.save()
    form.change({ address: 'new:1' })
    await form.test()
    expect(asked.map(([path]) => path)).toEqual([
      'cluster.checkNow',
      'cluster.updateNode',
      'cluster.testNode',
    ])
    expect(asked[1]?.[1]).toEqual({ name: 'mac-mini', changes: { tier: 2 } })
  })
})
