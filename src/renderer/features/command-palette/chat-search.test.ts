import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HarombeClient } from '../../../shared/contract'
import { HarombeError } from '../../../shared/harombe-error'
import { createChatSearch } from './chat-search'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Asked {
  query: string
  signal: AbortSignal | undefined
  resolve(hits: unknown[]): void
  reject(error: Error): void
}

function setUp() {
  const asked: Asked[] = []
  const client: HarombeClient = {
    call: (_path, input, options) =>
      new Promise((resolve, reject) => {
        const query = typeof input === 'object' && 'query' in input ? String(input.query) : ''
        asked.push({ query, signal: options?.signal, resolve: hits => resolve(hits as never), reject })
      }),
    async *stream() {},
  }
  return { asked, search: createChatSearch(client) }
}

describe('searching chats', () => {
  it('asks once typing rests, and calls off the question before', async () => {
    const { asked, search } = setUp()
    search.setQuery('ro')
    await vi.advanceTimersByTimeAsync(100)
    search.setQuery('rout')
    expect(search.store.getState().stage).toBe('searching')
    await vi.advanceTimersByTimeAsync(200)
    expect(asked.map(({ query }) => query)).toEqual(['rout'])
    search.setQuery('routing')
    expect(asked[0]?.signal?.aborted).toBe(true)
    await vi.advanceTimersByTimeAsync(200)
    // The late answer of the first question.
    asked[0]?.resolve([{ stale: true }])
    asked[1]?.resolve([])
    await vi.advanceTimersByTimeAsync(0)
    expect(search.store.getState()).toMatchObject({ query: 'routing', hits: [], stage: 'done' })
  })

  it('says that it failed, and searches again', async () => {
    const { asked, search } = setUp()
    search.setQuery('routing')
    await vi.advanceTimersByTimeAsync(200)
    asked[0]?.reject(new HarombeError('DISCONNECTED', 'away'))
    await vi.advanceTimersByTimeAsync(0)
    expect(search.store.getState().stage).toBe('failed')
    search.setQuery('')
    expect(search.store.getState().stage).toBe('idle')
  })

  it('asks nothing for one letter, or after it was closed', async () => {
    const { asked, search } = setUp()
    search.setQuery('r')
    await vi.advanceTimersByTimeAsync(500)
    search.setQuery('routing')
    search.stop()
    await vi.advanceTimersByTimeAsync(500)
    expect(asked).toEqual([])
  })
})
