import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../../../shared/harombe-error'
import { createTableClient } from '../../../client/table-client.fixture'
import { createHistoryStore } from './history-store'

describe('the history', () => {
  it('shows the version that was chosen last, whichever is read first', async () => {
    const first = Promise.withResolvers<{ text: string; previous: null }>()
    const { client } = createTableClient({
      'config.getVersion': ({ version }: { version: number }) =>
        version === 1 ? first.promise : { text: 'two', previous: 'one' },
    })
    const history = createHistoryStore(client)
    const slow = history.select(1)
    await history.select(2)
    first.resolve({ text: 'one', previous: null })
    await slow
    expect(history.store.getState()).toMatchObject({ selected: 2, text: { version: 2, text: 'two' } })
  })

  it('says what could not be read, the list or one version, and forgets it with the next', async () => {
    const { client } = createTableClient({
      'config.listVersions': () => Promise.reject(new HarombeError('STORAGE_FAILED', 'Disk.')),
      'config.getVersion': () => Promise.reject(new HarombeError('NOT_FOUND', 'Gone.')),
    })
    const history = createHistoryStore(client)
    await history.read()
    await history.select(7)
    expect(history.store.getState()).toMatchObject({
      versions: null,
      listError: { code: 'STORAGE_FAILED' },
      textError: { code: 'NOT_FOUND' },
    })
    await history.select(null)
    expect(history.store.getState().textError).toBeNull()
  })
})
