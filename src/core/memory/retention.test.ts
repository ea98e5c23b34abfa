import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStores, type MemoryStores } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'
import { retain } from './retention'

const dayMs = 86_400_000
let database: OpenDatabase
let stores: MemoryStores
let time: number
let ids: number

beforeEach(() => {
  ids = 0
  time = 1000 * dayMs
  database = openDatabase(':memory:', { now: () => time })
  stores = createMemoryStores(database, { now: () => time, createId: () => `r${ids++}` })
})
afterEach(() => database.close())

async function chat(text: string): Promise<string> {
  const { conversation, accepted } = stores.conversations.appendUserMessage({ text })
  await accepted
  return conversation.id
}
const tidy = (keepDays: number, lastSeen: number | null = time) =>
  retain({ stores, now: () => time, keepDays: () => keepDays, keepDeletedDays: 30, lastSeen: () => lastSeen })
const titles = () => stores.conversations.list().map(({ title }) => title)

describe('retention', () => {
  it('deletes what nobody wrote in, never what is pinned, and lets it be brought back before it goes for good', async () => {
    const old = await chat('old')
    const pinned = await chat('pinned')
    await stores.conversations.update(pinned, { pinned: true })
    time += 20 * dayMs
    const written = await chat('written in')
    time += 15 * dayMs
    await tidy(30)
    expect(titles()).toEqual(['pinned', 'written in'])
    await stores.conversations.restore(old)
    expect(titles()).toContain('old')
    await tidy(30)
    time += 29 * dayMs
    await stores.conversations.appendUserMessage({ conversationId: written, text: 'more' }).accepted
    await tidy(30)
    await stores.conversations.restore(old)
    await stores.conversations.softDelete(old)
    time += 31 * dayMs
    await tidy(30)
    await expect(stores.conversations.restore(old)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(titles()).toEqual(['pinned'])
  })

  it('keeps everything when no days are set', async () => {
    await chat('old')
    time += 5000 * dayMs
    await tidy(0)
    expect(titles()).toEqual(['old'])
  })

  it('deletes nothing on the day on which the clock jumps by years', async () => {
    await chat('yesterday')
    const seen = time
    time += 3650 * dayMs
    await tidy(30, seen)
    expect(titles()).toEqual(['yesterday'])
    await tidy(30, time - dayMs)
    expect(titles()).toEqual([])
  })
})
