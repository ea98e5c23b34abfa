import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SearchHit } from '../../../../shared/entities'
import { HarombeError } from '../../../../shared/harombe-error'
import { createFakeClient } from '../fake-client.fixture'
import { createSearchStore, groupHits } from './search-store'

const hit = (conversationId: string, messageId: string | null = 'm'): SearchHit => ({
  conversationId,
  conversationTitle: `Title of ${conversationId}`,
  messageId,
  role: messageId === null ? null : 'user',
  createdAt: 1,
  snippet: [{ text: 'found', isMatch: true }],
  by: 'words',
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('groupHits', () => {
  it('keeps the order of the best hit of each chat', () => {
    const groups = groupHits([hit('b', '1'), hit('a', '2'), hit('b', '3')])
    expect(groups.map(({ conversationId, hits }) => [conversationId, hits.map(h => h.messageId)])).toEqual([
      ['b', ['1', '3']],
      ['a', ['2']],
    ])
  })
})

describe('search store', () => {
  it('shows only what the newest question found', async () => {
    const fake = createFakeClient()
    const replies: ((hits: SearchHit[]) => void)[] = []
    fake.reply('memory.search', () => new Promise(resolve => replies.push(resolve)))
    const search = createSearchStore(fake.client)
    search.setQuery('a')
    await vi.advanceTimersByTimeAsync(200)
    search.setQuery('ab')
    await vi.advanceTimersByTimeAsync(200)
    replies[1]?.([hit('new')])
    replies[0]?.([hit('old')])
    await vi.advanceTimersByTimeAsync(0)
    expect(search.store.getState().found?.map(({ conversationId }) => conversationId)).toEqual(['new'])
    search.setQuery('')
    expect(search.store.getState()).toMatchObject({ found: null, isSearching: false })
  })

  it('asks by meaning only where a node can', async () => {
    const fake = createFakeClient()
    let model: string | null = null
    fake.reply('memory.search', () => [])
    fake.reply('memory.status', () => ({ embedding: { model } }))
    const search = createSearchStore(fake.client)
    search.setByMeaning(true)
    search.setQuery('a')
    await vi.advanceTimersByTimeAsync(200)
    model = 'nomic-embed-text'
    await search.checkMeaning()
    search.setQuery('ab')
    await vi.advanceTimersByTimeAsync(200)
    expect(fake.callsTo('memory.search').map(({ by }) => by)).toEqual(['words', 'both'])
  })

  it('says why nothing was found, instead of that nothing is there', async () => {
    const fake = createFakeClient()
    fake.reply('memory.search', () => {
      throw new HarombeError('STORAGE_FAILED', 'The index cannot be read.')
    })
    const search = createSearchStore(fake.client)
    search.setQuery('a')
    await vi.advanceTimersByTimeAsync(200)
    expect(search.store.getState()).toMatchObject({ error: 'The index cannot be read.', isSearching: false })
  })
})
