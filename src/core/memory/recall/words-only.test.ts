import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryStores, type MemoryStores } from '../conversation-store'
import { type OpenDatabase, openDatabase } from '../database'
import { createInlineSearcher } from '../search/inline-searcher'
import { createRecallIndex, type RecallIndex } from './recall-index'

vi.mock('sqlite-vec', () => ({ getLoadablePath: () => '/missing/vec0' }))

let directory: string
let database: OpenDatabase
let stores: MemoryStores
let index: RecallIndex
let ids = 0
const never = new AbortController().signal

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-words-'))
  database = openDatabase(join(directory, 'memory.db'), { now: () => 1 })
  stores = createMemoryStores(database, { now: () => 1, createId: () => `i${ids++}` })
  const { connection } = database
  index = createRecallIndex({ connection, queue: stores.queue, searcher: createInlineSearcher(connection) })
})
afterEach(async () => {
  await stores.conversations.close()
  database.close()
  rmSync(directory, { recursive: true })
})

describe('where the vector functions are not there', () => {
  it('says so, and finds by words what a vector would be compared with', async () => {
    await stores.conversations.appendUserMessage({ text: 'The boiler needs new seals' }).accepted
    expect(await index.cut(10, false)).toBe(1)
    await index.settleModel('m', 8)
    const pieces = await index.unembedded(10, never)
    const vector = [1, 2, 3, 4, 5, 6, 7, 8]
    // Nobody needs the extension to keep vectors: they are there once it is.
    expect(await index.addVectors('m', [{ id: pieces[0]?.id ?? 0, vector }])).toBe(1)
    expect(await index.counts(never)).toMatchObject({
      model: 'm',
      indexed: 1,
      pending: 0,
      problem: expect.stringMatching(
        /^The vector search could not be loaded, so that only words are searched/,
      ),
    })
    const embedding = { model: 'm', vector }
    const scope = { notConversationId: null }
    const query = { text: 'boiler seals', embedding, scope, limit: 5, minSimilarity: 0 }
    expect(await index.search(query, never)).toMatchObject([
      { text: 'The boiler needs new seals', score: null },
    ])
    expect(await index.search({ ...query, text: '' }, never)).toEqual([])
    const asked = { embedding, text: 'x', conversationId: null, folderId: null, limit: 5, minSimilarity: 0 }
    expect(await index.searchMeaning(asked, never)).toEqual([])
  })

  it('deletes what has vectors all the same', async () => {
    const { conversation, accepted } = stores.conversations.appendUserMessage({ text: 'Some words' })
    await accepted
    await index.cut(10, false)
    await index.settleModel('m', 8)
    const [piece] = await index.unembedded(1, never)
    await index.addVectors('m', [{ id: piece?.id ?? 0, vector: [1, 1, 1, 1, 1, 1, 1, 1] }])
    await stores.conversations.softDelete(conversation.id)
    await stores.conversations.purgeDeleted(-1)
    expect(database.connection.prepare('SELECT COUNT(*) FROM chunk_bits').pluck().get()).toBe(0)
  })
})
