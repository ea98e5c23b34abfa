import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Attachment, Message, RunStep, ToolCallRecord } from '../../shared/entities'
import { createMemoryStores, type MemoryStores } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'

let directory: string
let database: OpenDatabase
let stores: MemoryStores
let time: number
let ids: number

const dayMs = 86_400_000
const notFound = expect.objectContaining({ code: 'NOT_FOUND' })

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-kept-'))
  time = 1_000_000
  ids = 0
  open()
})
afterEach(async () => {
  await stores.conversations.close()
  database.close()
  rmSync(directory, { recursive: true })
})

function open() {
  database = openDatabase(join(directory, 'memory.db'), { now: () => time })
  stores = createMemoryStores(database, { now: () => time++, createId: () => `k${ids++}` })
}
async function reopen() {
  await stores.conversations.close()
  database.close()
  open()
}

async function ask(text: string, more: { conversationId?: string; attachmentIds?: string[] } = {}) {
  const { message, conversation, accepted } = stores.conversations.appendUserMessage({ text, ...more })
  await accepted
  return { message, conversation }
}

const call = (id: string, state: ToolCallRecord['state']): ToolCallRecord => ({
  id,
  tool: 'shell',
  arguments: { argv: ['ls'] },
  summary: 'ls',
  risk: 'shell',
  state,
})
const step = (...calls: ToolCallRecord[]): RunStep => ({ purpose: 'plan', text: 'I look.', calls })

const file = (id: string): Attachment => ({
  id,
  name: `${id}.txt`,
  kind: 'text',
  mediaType: 'text/plain',
  bytes: 5,
  state: 'ready',
  characters: 5,
  createdAt: time++,
})
async function attach(id: string) {
  await stores.attachments.add(file(id), { text: `text of ${id}`, data: null })
}

describe('steps of an answer', () => {
  async function answer() {
    const { message, conversation } = await ask('q')
    const begun = stores.conversations.beginAnswer({ parentId: message.id })
    await begun.accepted
    return { answer: begun.message, conversation }
  }

  it('are on the disk when they are said to be, and come back as they were', async () => {
    const { answer: begun } = await answer()
    const steps = [step(call('a', 'done'), call('b', 'running'))]
    await stores.conversations.recordSteps(begun.id, steps)
    const stored = database.connection.prepare('SELECT steps FROM message WHERE id = ?').pluck().get(begun.id)
    expect(JSON.parse(String(stored))).toEqual(steps)
    expect(stores.conversations.message(begun.id).steps).toEqual(steps)
  })

  it('stay when the answer is finished without them, with its limit and its sources', async () => {
    const { answer: begun } = await answer()
    await stores.conversations.recordSteps(begun.id, [step(call('a', 'done'))])
    const sources = [{ number: 1, kind: 'web' as const, title: 'A page', excerpt: 'words' }]
    await stores.conversations.finishAnswer({
      ...begun,
      content: 'So.',
      state: 'complete',
      limit: 'time',
      sources,
    })
    await reopen()
    const after = stores.conversations.message(begun.id)
    expect(after).toMatchObject({ content: 'So.', limit: 'time', sources, steps: [step(call('a', 'done'))] })
  })

  it('say of what ran when the process died that nobody knows, and of what waited that it never ran', async () => {
    const { answer: begun } = await answer()
    const states = ['done', 'running', 'waiting', 'denied'] as const
    await stores.conversations.recordSteps(begun.id, [step(...states.map(state => call(state, state)))])
    await reopen()
    stores.conversations.markInterrupted()
    await reopen()
    const { state, steps } = stores.conversations.message(begun.id)
    expect(state).toBe('interrupted')
    expect(steps?.[0]?.calls.map(each => each.state)).toEqual(['done', 'unknown', 'cancelled', 'denied'])
  })

  it('are not written into an answer that is finished', async () => {
    const { answer: begun } = await answer()
    await stores.conversations.finishAnswer({ ...begun, content: 'So.', state: 'complete' })
    await stores.conversations.recordSteps(begun.id, [step(call('late', 'running'))])
    expect(stores.conversations.message(begun.id).steps).toBeUndefined()
  })

  it('do not cost the message when they cannot be read', async () => {
    const { answer: begun } = await answer()
    await stores.conversations.finishAnswer({ ...begun, content: 'So.', state: 'complete' })
    database.connection.prepare("UPDATE message SET steps = '[{}', sources = '7' WHERE id = ?").run(begun.id)
    expect(stores.conversations.message(begun.id)).toMatchObject({ content: 'So.' })
  })
})

describe('a title', () => {
  it('made by a model replaces the first words, and never what the user wrote', async () => {
    const { conversation } = await ask('the first words')
    expect(conversation).toMatchObject({ title: 'the first words', titleBy: 'words' })
    const { id } = conversation
    expect(await stores.conversations.setTitle(id, 'By a model', 'model')).toMatchObject({ titleBy: 'model' })
    await stores.conversations.rename(id, 'By me')
    expect(await stores.conversations.setTitle(id, 'By a model', 'model')).toMatchObject({
      title: 'By me',
      titleBy: 'user',
    })
  })

  it('of the user wins also when it is being written while the model makes one', async () => {
    const { conversation } = await ask('words')
    const renamed = stores.conversations.rename(conversation.id, 'By me')
    const made = stores.conversations.setTitle(conversation.id, 'By a model', 'model')
    await renamed
    expect((await made).title).toBe('By me')
    await reopen()
    expect(stores.conversations.list()[0]).toMatchObject({ title: 'By me', titleBy: 'user' })
  })
})

describe('a conversation', () => {
  it('keeps its pin, its folder and what may be used in it, and changes only what it is told to', async () => {
    const folder = await stores.folders.create('Work')
    const { conversation } = await ask('q')
    const { id } = conversation
    await stores.conversations.update(id, { pinned: true, folderId: folder.id })
    await Promise.all([
      stores.conversations.update(id, { settings: { tools: false } }),
      stores.conversations.update(id, { settings: { facts: false } }),
    ])
    await reopen()
    expect(stores.conversations.list()[0]).toMatchObject({
      pinned: true,
      folderId: folder.id,
      settings: { tools: false, memory: true, files: true, facts: false },
    })
    await expect(stores.conversations.update(id, { folderId: 'nowhere' })).rejects.toThrowError(notFound)
    expect((await stores.conversations.update(id, { folderId: null })).folderId).toBeNull()
  })

  it('stands before newer ones when it is pinned, saved or not', async () => {
    const first = await ask('first')
    await stores.conversations.update(first.conversation.id, { pinned: true })
    await ask('second')
    stores.conversations.appendUserMessage({ text: 'third, not saved yet' })
    const titles = () => stores.conversations.list().map(({ title }) => title)
    expect(titles()).toEqual(['first', 'third, not saved yet', 'second'])
    await stores.conversations.settled()
    expect(titles()).toEqual(['first', 'third, not saved yet', 'second'])
  })
})

describe('a folder', () => {
  it('leaves its conversations when it is removed, and takes them back when that is undone', async () => {
    const folder = await stores.folders.create('Work')
    const { conversation } = await ask('q')
    await stores.conversations.update(conversation.id, { folderId: folder.id })
    await stores.folders.remove(folder.id)
    expect(stores.folders.list()).toEqual([])
    expect(stores.conversations.list()[0]?.folderId).toBeNull()
    await expect(stores.folders.rename(folder.id, 'Play')).rejects.toThrowError(notFound)
    await reopen()
    expect(stores.conversations.list()[0]?.folderId).toBeNull()
    await stores.folders.restore(folder.id)
    expect(stores.conversations.list()[0]?.folderId).toBe(folder.id)
  })

  it('is gone for good after its time, and its conversations are not', async () => {
    const folder = await stores.folders.create('Work')
    const { conversation } = await ask('q')
    await stores.conversations.update(conversation.id, { folderId: folder.id })
    await stores.folders.remove(folder.id)
    time += 31 * dayMs
    await stores.folders.purge(30)
    await expect(stores.folders.restore(folder.id)).rejects.toThrowError(notFound)
    await reopen()
    expect(stores.conversations.get(conversation.id).conversation.folderId).toBeNull()
    expect(database.connection.prepare('SELECT COUNT(*) FROM folder').pluck().get()).toBe(0)
  })
})

describe('facts', () => {
  it('come back in the order of making, changed and without those removed', async () => {
    const first = await stores.facts.add('I live in Lagos.')
    const second = await stores.facts.add('I like tea.')
    const third = await stores.facts.add('I am left-handed.')
    await stores.facts.update(second.id, 'I like coffee.')
    await stores.facts.remove(first.id)
    await stores.facts.remove(first.id)
    await reopen()
    expect(stores.facts.list()).toEqual([{ ...second, text: 'I like coffee.' }, third])
    await expect(stores.facts.update(first.id, 'x')).rejects.toThrowError(notFound)
  })
})

describe('attachments', () => {
  it('stand beside the question they were sent with, on every way to read it', async () => {
    await attach('a')
    await attach('b')
    const { message, conversation } = await ask('look', { attachmentIds: ['b', 'a'] })
    const names = (given: readonly Attachment[] | undefined) => given?.map(({ name }) => name)
    expect(names(message.attachments)).toEqual(['a.txt', 'b.txt'])
    await reopen()
    const { conversations } = stores
    expect(names(conversations.message(message.id).attachments)).toEqual(['a.txt', 'b.txt'])
    expect(names(conversations.get(conversation.id).messages[0]?.attachments)).toEqual(['a.txt', 'b.txt'])
    expect(names(conversations.history(message.id)[0]?.attachments)).toEqual(['a.txt', 'b.txt'])
    expect(stores.attachments.get('a').messageId).toBe(message.id)
  })

  it('are copied for the edit of a question, with what was read of them', async () => {
    await attach('a')
    const { message, conversation } = await ask('look', { attachmentIds: ['a'] })
    const edited = await ask('look again', { conversationId: conversation.id, attachmentIds: ['a'] })
    const [copy] = edited.message.attachments ?? []
    expect(copy).toMatchObject({ name: 'a.txt', state: 'ready' })
    expect(copy?.id).not.toBe('a')
    expect(stores.attachments.content(copy?.id ?? '').text).toBe('text of a')
    expect(stores.conversations.message(message.id).attachments?.[0]?.id).toBe('a')
  })

  it('go to one of two questions that are asked in the same moment, and a copy to the other', async () => {
    await attach('a')
    const first = stores.conversations.appendUserMessage({ text: 'one', attachmentIds: ['a'] })
    const second = stores.conversations.appendUserMessage({ text: 'two', attachmentIds: ['a'] })
    await Promise.all([first.accepted, second.accepted])
    await reopen()
    const of = (id: string) => stores.conversations.message(id).attachments?.map(({ name }) => name)
    expect([of(first.message.id), of(second.message.id)]).toEqual([['a.txt'], ['a.txt']])
  })

  it('are refused when they are not there, and then nothing is asked', async () => {
    expect(() =>
      stores.conversations.appendUserMessage({ text: 'q', attachmentIds: ['nothing'] }),
    ).toThrowError(notFound)
    expect(stores.conversations.list()).toEqual([])
  })

  it('go with the conversation for good, and after a day when they were never sent', async () => {
    await attach('sent')
    await attach('unsent')
    const { conversation } = await ask('q', { attachmentIds: ['sent'] })
    await stores.attachments.remove('sent')
    expect(stores.attachments.get('sent').attachment.name).toBe('sent.txt')
    await stores.conversations.softDelete(conversation.id)
    time += 2 * dayMs
    expect(await stores.attachments.removeUnsent(1)).toBe(1)
    expect(await stores.conversations.purgeDeleted(1)).toBe(1)
    const count = (table: string) =>
      database.connection.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get()
    expect([count('attachment'), count('attachment_content'), count('message')]).toEqual([0, 0, 0])
  })
})

describe('summaries', () => {
  it('are kept for the message they end with, the newest of it, and go with the conversation', async () => {
    const { message, conversation } = await ask('q')
    const summary = { conversationId: conversation.id, lastMessageId: message.id, text: 'So far.', tokens: 3 }
    await stores.summaries.save(summary)
    await stores.summaries.save({ ...summary, text: 'So far, again.' })
    await stores.summaries.save({ ...summary, lastMessageId: 'gone' })
    expect(stores.summaries.of(conversation.id)).toMatchObject([{ text: 'So far, again.', tokens: 3 }])
    await stores.conversations.softDelete(conversation.id)
    await stores.conversations.purgeDeleted(0)
    expect(stores.summaries.of(conversation.id)).toEqual([])
  })
})

describe('a long conversation', () => {
  it('is opened without saying how its old answers came about, which can still be asked', async () => {
    const route = {
      classification: { class: 'simple', tier: 0, reasons: [], estimatedTokens: 1, gates: [] },
      wantedTier: 0,
      forced: 'none',
      requirements: [],
      candidates: [],
      reason: 'short',
    } as const
    const { message, conversation } = await ask('q')
    const begun = stores.conversations.beginAnswer({ parentId: message.id }).message
    const answered = { ...begun, content: 'a', state: 'complete' as const }
    await stores.conversations.finishAnswer({
      ...answered,
      route: {
        ...route,
        classification: { ...route.classification, reasons: [], gates: [] },
        requirements: [],
        candidates: [],
      },
    })
    const opened = (): Message[] =>
      JSON.parse(`[${stores.conversations.open(conversation.id).messages.join(',')}]`)
    const routeOf = () => opened()[1]?.route
    expect(routeOf()?.reason).toBe('short')
    for (let count = 0; count < 499; count++)
      stores.conversations.appendUserMessage({ conversationId: conversation.id, text: `${count}` })
    await stores.conversations.settled()
    expect(routeOf()?.reason).toBe('short')
    await ask('one more', { conversationId: conversation.id })
    expect(routeOf()).toBeUndefined()
    const withoutRoutes = stores.conversations
      .get(conversation.id)
      .messages.map(({ route: _route, ...rest }) => rest)
    expect(opened()).toEqual(withoutRoutes)

    await attach('a')
    for (let count = 0; count < 1500; count++) {
      const text = count === 700 ? 'with a file' : `"${count}" \u2028 \\ 漢字`
      const attachmentIds = count === 700 ? ['a'] : []
      stores.conversations.appendUserMessage({ conversationId: conversation.id, text, attachmentIds })
    }
    await stores.conversations.settled()
    const failovers =
      '[{"node":"tower","tier":2,"stage":"mid_answer","error":{"code":"STREAM_CUT_OFF","message":"x","retryable":true}}]'
    database.connection.prepare('UPDATE message SET failovers = ? WHERE id = ?').run(failovers, begun.id)
    // Not saved yet: an old one that is judged now.
    void stores.conversations.annotateAnswer(begun.id, { rating: 'up' })
    const all = stores.conversations.get(conversation.id).messages.map(({ route: _route, ...rest }) => rest)
    expect(opened().map(({ route: _route, ...rest }) => rest)).toEqual(all)
    await stores.conversations.settled()
    expect(opened()).toEqual(all)
    expect(opened()[1]).toMatchObject({ rating: 'up', failovers: [{ mode: 'restart' }] })
    expect(stores.conversations.message(begun.id).route?.reason).toBe('short')
  })
})
