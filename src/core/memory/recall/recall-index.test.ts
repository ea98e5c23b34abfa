import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { embedText } from '../../simulation/embed-text'
import { createMemoryStores } from '../conversation-store'
import { type OpenDatabase, openDatabase } from '../database'
import { createInlineSearcher } from '../search/inline-searcher'
import { createRecallIndex, type RecallIndex } from './recall-index'

const dimensions = 768
const running = new AbortController().signal

let directory: string
let database: OpenDatabase
let stores: ReturnType<typeof createMemoryStores>
let index: RecallIndex
let ids = 0

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-recall-'))
  database = openDatabase(join(directory, 'memory.db'), { now: () => 1 })
  stores = createMemoryStores(database, {
    now: () => 2,
    createId: () => `i${++ids}`,
    report(error) {
      throw error
    },
  })
  const { connection } = database
  index = createRecallIndex({ connection, queue: stores.queue, searcher: createInlineSearcher(connection) })
})
afterEach(async () => {
  await stores.conversations.close()
  database.close()
  rmSync(directory, { recursive: true })
})

const embedding = (text: string, model = 'm') => ({ model, vector: embedText(text, dimensions) })
const count = (table: string) => database.connection.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get()

async function say(text: string, conversationId?: string) {
  const { message, conversation, accepted } = stores.conversations.appendUserMessage({ text, conversationId })
  await accepted
  return { message, conversation }
}

async function giveFile(name: string, text: string, pages: number | null = null) {
  const id = `file${++ids}`
  const file = {
    id,
    name,
    kind: 'text',
    mediaType: 'text/plain',
    bytes: text.length,
    state: 'reading',
    createdAt: 1,
  } as const
  await stores.attachments.add(file, { text: null, data: null })
  const read = { state: 'ready', characters: text.length, ...(pages === null ? {} : { pages }) } as const
  await stores.attachments.finish(id, read, { text, data: null })
  return id
}

/** What the indexer does, at once. */
async function indexAll(model = 'm') {
  await index.settleModel(model, dimensions)
  while ((await index.cut(50, false)) > 0);
  for (;;) {
    const batch = await index.unembedded(100, running)
    if (batch.length === 0) return
    await index.addVectors(
      model,
      batch.map(({ id, text }) => ({ id, vector: embedText(text, dimensions) })),
    )
  }
}

const other = { scope: { notConversationId: null }, limit: 5, minSimilarity: 0.2 }
const textsOf = (found: { text: string }[]) => found.map(({ text }) => text)

describe('looking up what was said', () => {
  it('finds by meaning what shares no whole word, the nearest first, and tells how near', async () => {
    await say('Watering the tomatoes every morning')
    await say('The invoice for the printer is overdue')
    await indexAll()
    const found = await index.search(
      { ...other, text: '', embedding: embedding('water my tomato plants') },
      running,
    )
    expect(textsOf(found)[0]).toBe('Watering the tomatoes every morning')
    expect(found[0]?.score).toBeGreaterThan(0.2)
    expect(found[0]?.score).toBeLessThanOrEqual(1)
  })

  it('has work from the first text on, with every index it counts on', async () => {
    expect(index.hasWork()).toBe(false)
    await say('Watering the tomatoes every morning')
    expect(index.hasWork()).toBe(true)
    while ((await index.cut(50, false)) > 0);
    expect(index.hasWork()).toBe(true)
    await indexAll()
    // Another model may be in use by now.
    expect(index.hasWork()).toBe(true)
  })

  it('finds by words alone what half of the telling words are in, and nothing for one of many', async () => {
    await say('The heat pump was installed in March by the plumber')
    await say('The plumber came')
    await indexAll()
    const ask = (text: string) => index.search({ ...other, text }, running)
    expect(textsOf(await ask('when was the heat pump installed?'))).toEqual([
      'The heat pump was installed in March by the plumber',
    ])
    expect(await ask('which plumber repaired yesterday evening something entirely different')).toEqual([])
  })

  it('leaves out the conversation that asks, and those that were deleted', async () => {
    const own = await say('My sister plays the violin')
    const gone = await say('My sister plays the violin badly')
    await say('Her sister plays the violin too')
    await indexAll()
    await stores.conversations.softDelete(gone.conversation.id)
    const scope = { notConversationId: own.conversation.id }
    for (const query of [
      { text: 'sister violin' },
      { text: '', embedding: embedding('sister plays violin') },
    ]) {
      const found = await index.search({ ...other, ...query, scope }, running)
      expect(textsOf(found)).toEqual(['Her sister plays the violin too'])
    }
  })

  it('forgets at once what is removed for good', async () => {
    const { conversation } = await say('A secret about the garden')
    await indexAll()
    expect(count('chunk_bits')).toBe(1)
    await stores.conversations.softDelete(conversation.id)
    await stores.conversations.purgeDeleted(0)
    expect([count('chunk'), count('chunk_bits'), count('chunk_vector')]).toEqual([0, 0, 0])
  })

  it('says of what stands beside a file that others may have written it', async () => {
    const file = await giveFile('a.txt', 'words of others')
    const { accepted } = stores.conversations.appendUserMessage({
      text: 'What is the melting point of gallium',
      attachmentIds: [file],
    })
    await accepted
    await say('What is the melting point of tungsten')
    await indexAll()
    const found = await index.search({ ...other, text: 'melting point gallium tungsten' }, running)
    const taint = new Map(found.map(({ text, untrusted }) => [text.split(' ').at(-1), untrusted]))
    expect(taint.get('gallium')).toBe(true)
    expect(taint.get('tungsten')).toBe(false)
  })
})

describe('looking up what is in files', () => {
  it('tells the page or the lines, with words before any vector is there', async () => {
    const long = Array.from({ length: 80 }, (_, line) => `line ${line + 1} about ordinary matters`).join('\n')
    const lines = await giveFile('log.txt', `${long}\nthe zebra escaped\n${long}`)
    const pages = await giveFile('paper.pdf', `intro\fmethods and materials\fthe zebra results`, 3)
    await index.cut(100, true)
    const find = async (id: string) =>
      (
        await index.search(
          { scope: { attachmentIds: [id] }, text: 'zebra', limit: 3, minSimilarity: 0 },
          running,
        )
      )[0]
    expect((await find(pages))?.locator).toBe('page 3')
    const found = await find(lines)
    expect(found?.text).toContain('the zebra escaped')
    const [, from, to] = /^lines (\d+)–(\d+)$/.exec(found?.locator ?? '') ?? []
    expect(Number(from)).toBeLessThanOrEqual(81)
    expect(Number(to)).toBeGreaterThanOrEqual(81)
    expect(found?.untrusted).toBe(true)
  })

  it('looks only into the files that are asked for, and forgets the words of one that is taken back', async () => {
    const first = await giveFile('a.txt', 'the quick fox')
    const second = await giveFile('b.txt', 'the quick hare')
    await indexAll()
    const query = { text: 'quick', embedding: embedding('quick fox hare'), limit: 5, minSimilarity: 0 }
    const found = await index.search({ ...query, scope: { attachmentIds: [second] } }, running)
    expect(textsOf(found)).toEqual(['the quick hare'])
    await stores.attachments.remove(first)
    await stores.attachments.remove(second)
    expect(count('chunk')).toBe(0)
    expect(
      database.connection
        .prepare("SELECT COUNT(*) FROM chunk_search WHERE chunk_search MATCH 'quick'")
        .pluck()
        .get(),
    ).toBe(0)
  })
})

describe('the index', () => {
  it('starts anew with another model, and takes no late vector of the one before', async () => {
    await say('first')
    await indexAll('old')
    const [late] = await index.unembedded(1, running)
    expect(late).toBeUndefined()
    await index.settleModel('new', dimensions)
    expect(await index.counts(running)).toEqual({ model: 'new', indexed: 0, pending: 1, problem: null })
    const [piece] = await index.unembedded(1, running)
    const vectors = [{ id: piece?.id ?? 0, vector: embedText('first', dimensions) }]
    expect(await index.addVectors('old', vectors)).toBe(0)
    expect(await index.addVectors('new', vectors)).toBe(1)
    await index.settleModel('new', dimensions)
    expect((await index.counts(running)).indexed).toBe(1)
    const query = { ...other, text: '', minSimilarity: 0 }
    expect(await index.search({ ...query, embedding: embedding('first', 'old') }, running)).toEqual([])
    expect(await index.search({ ...query, embedding: embedding('first', 'new') }, running)).toHaveLength(1)
  })

  it('takes an answer in once it is finished, and the new text of one that is written anew', async () => {
    const { message } = await say('question')
    const begun = stores.conversations.beginAnswer({ parentId: message.id })
    await begun.accepted
    stores.conversations.checkpointAnswer(begun.message.id, { content: 'half an ans', epoch: 0 })
    await stores.conversations.settled()
    await indexAll()
    expect(count('chunk')).toBe(1)
    await stores.conversations.finishAnswer({
      ...begun.message,
      content: 'the whole answer',
      state: 'complete',
    })
    await indexAll()
    expect(count('chunk')).toBe(2)
    await stores.conversations.annotateAnswer(begun.message.id, { rating: 'up' })
    expect((await index.counts(running)).pending).toBe(0)
  })

  it('searches a page with what is marked in it', async () => {
    await say('Olive oil from the village press')
    await indexAll()
    const query = {
      embedding: embedding('olive oil press'),
      text: 'olive',
      conversationId: null,
      folderId: null,
    }
    const [hit] = await index.searchMeaning({ ...query, limit: 5, minSimilarity: 0.1 }, running)
    expect(hit).toMatchObject({ by: 'meaning', role: 'user' })
    expect(hit?.snippet).toContainEqual({ text: 'Olive', isMatch: true })
  })
})

describe('vectors kept as bits and bytes', () => {
  it('find nearly the same as whole ones do', async () => {
    const words = [
      'river',
      'engine',
      'bread',
      'ledger',
      'violin',
      'glacier',
      'cotton',
      'python',
      'saddle',
      'quartz',
    ]
    let state = 7
    const pick = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return `${words[state % words.length]}${Math.floor(state / 1000) % 40}`
    }
    const texts = Array.from({ length: 600 }, () => Array.from({ length: 12 }, pick).join(' '))
    const { conversation } = await say(texts[0] ?? '')
    for (const text of texts.slice(1)) await say(text, conversation.id)
    await indexAll()
    let hits = 0
    for (const query of texts.slice(0, 40)) {
      const asked = query.split(' ').slice(0, 8).join(' ')
      const vector = embedText(asked, dimensions)
      const exact = texts
        .map(text => ({
          text,
          score: embedText(text, dimensions).reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0),
        }))
        .sort((a, b) => b.score - a.score)
        .slice(0, 5)
        .map(({ text }) => text)
      const found = textsOf(
        await index.search(
          { ...other, text: '', embedding: { model: 'm', vector }, minSimilarity: 0 },
          running,
        ),
      )
      hits += exact.filter(text => found.includes(text)).length
    }
    expect(hits / 200).toBeGreaterThan(0.95)
  })
})
