import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createGetModelStore } from './get-model-store'

function setUp(refused: string[] = [], table: Parameters<typeof createTableClient>[0] = {}) {
  const pulled: [string, readonly string[]][] = []
  const models = {
    async pull(model: string, nodes: readonly string[]) {
      pulled.push([model, nodes])
      return nodes
        .filter(node => refused.includes(node))
        .map(node => ({ node, message: 'No.', hint: undefined }))
    },
  }
  return { pulled, store: createGetModelStore(createTableClient(table).client, models, { node: 'mini' }) }
}

describe('get a model', () => {
  it('keeps only the nodes that refused chosen, so that trying again does not repeat the rest', async () => {
    const { store, pulled } = setUp(['pc'])
    store.choose('a:7b')
    store.toggleNode('pc')
    expect(await store.pull()).toBe(false)
    expect(pulled).toEqual([['a:7b', ['mini', 'pc']]])
    expect([...store.store.getState().nodes]).toEqual(['pc'])
    expect(store.store.getState().refusals).toHaveLength(1)
  })

  it('sends nothing without a model, a place or a name that can be one', async () => {
    const { store, pulled } = setUp()
    expect(await store.pull()).toBe(false)
    store.choose('not a name')
    expect(await store.pull()).toBe(false)
    store.choose('a:7b')
    store.toggleNode('mini')
    expect(await store.pull()).toBe(false)
    expect(pulled).toEqual([])
  })

  it('shows the model it was opened for, which the catalogue may not have', () => {
    const { client } = createTableClient({})
    const opened = createGetModelStore(client, { pull: async () => [] }, { model: 'own:3b', node: 'mini' })
    expect(opened.store.getState()).toMatchObject({ model: 'own:3b', filter: { text: 'own:3b' } })
  })

  it('can still be used by name when the catalogue cannot be read', async () => {
    const { store } = setUp([], {
      'models.listCatalogue': () => Promise.reject(new HarombeError('INTERNAL', 'It is broken.')),
    })
    await store.readCatalogue(new AbortController().signal)
    expect(store.store.getState()).toMatchObject({ catalogue: [], catalogueError: 'It is broken.' })
  })
})
