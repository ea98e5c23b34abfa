import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../shared/entities'
import { createConversationStore } from './conversation-store'
import { type OpenDatabase, openDatabase } from './database'
import type { ConversationStore } from './types'

let directory: string
let database: OpenDatabase
let store: ConversationStore
let time: number

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-store-'))
  time = 1_000_000
  open()
})

afterEach(async () => {
  await store.close()
  database.close()
  rmSync(directory, { recursive: true })
})

let nextId = 0
function open() {
  database = openDatabase(join(directory, 'memory.db'), { now: () => time })
  store = createConversationStore(database, { now: () => time, createId: () => `id-${nextId++}` })
}

async function reopen() {
  await store.close()
  database.close()
  open()
}

async function exchange(
  conversationId: string | undefined,
  question: string,
  answer: string,
): Promise<Message> {
  const { message } = store.appendUserMessage({ conversationId, text: question })
  const begun = store.beginAnswer({ parentId: message.id }).message
  const finished: Message = { ...begun, content: answer, state: 'complete' }
  await store.finishAnswer(finished)
  return finished
}

const route: Message['route'] = {
  classification: { class: 'simple', tier: 0, reasons: ['short'], estimatedTokens: 3, gates: [] },
  wantedTier: 0,
  forced: 'none',
  requirements: [],
  candidates: [],
  reason: 'short question',
}

describe('a conversation', () => {
  it('comes back after a restart with everything known about its answer', async () => {
    const { message: question, conversation } = store.appendUserMessage({ text: 'What is RAM?' })
    const { message: begun } = store.beginAnswer({ parentId: question.id })
    const finished: Message = {
      ...begun,
      content: 'Memory.',
      reasoning: 'They ask about memory.',
      state: 'complete',
      route,
      answeredBy: { node: 'mini', tier: 0, model: 'qwen2.5:3b', simulated: false },
      metrics: {
        ttftMs: 12.5,
        durationMs: 300,
        promptTokens: 9,
        tokens: 3,
        tokenSource: 'reported',
        tokensPerSecond: 40,
      },
      failovers: [
        {
          node: 'tower',
          tier: 2,
          stage: 'mid_answer',
          mode: 'restart',
          error: { code: 'STREAM_CUT_OFF', message: 'It stopped.', retryable: true },
        },
      ],
    }
    await store.finishAnswer(finished)
    await reopen()
    expect(store.get(conversation.id)).toEqual({
      conversation: { ...conversation, activeLeafId: begun.id },
      messages: [question, finished],
    })
  })

  it('is named after its first message, and keeps a name it was given', async () => {
    expect(store.appendUserMessage({ text: '# Plan a *trip*\nto Oslo' }).conversation.title).toBe(
      'Plan a trip',
    )
    const empty = await store.create()
    expect(
      store.appendUserMessage({ conversationId: empty.id, text: 'Hello there' }).conversation.title,
    ).toBe('Hello there')
    const named = await store.create({ title: 'Garden' })
    expect(store.appendUserMessage({ conversationId: named.id, text: 'Roses?' }).conversation.title).toBe(
      'Garden',
    )
  })

  it('moves to the top of the list with new activity even when the clock runs backwards', () => {
    const first = store.appendUserMessage({ text: 'first' }).conversation
    time -= 10 * 365 * 86_400_000 < time ? 0 : 900_000
    const second = store.appendUserMessage({ text: 'second' }).conversation
    expect(store.list().map(({ id }) => id)).toEqual([second.id, first.id])
    store.appendUserMessage({ conversationId: first.id, text: 'again' })
    expect(store.list().map(({ id }) => id)).toEqual([first.id, second.id])
  })

  it('keeps its messages in the order of writing when the clock runs backwards', () => {
    const { conversation } = store.appendUserMessage({ text: 'one' })
    time = 5
    store.appendUserMessage({ conversationId: conversation.id, text: 'two' })
    expect(store.get(conversation.id).messages.map(({ content }) => content)).toEqual(['one', 'two'])
  })

  it('has branches: the history of a leaf holds its own ancestors only', async () => {
    const first = await exchange(undefined, 'q1', 'a1')
    const second = await exchange(first.conversationId, 'q2', 'a2')
    const retry = store.beginAnswer({ parentId: first.parentId ?? '' }).message
    await store.finishAnswer({ ...retry, content: 'a1 again', state: 'complete' })
    expect(store.history(second.id).map(({ content }) => content)).toEqual(['q1', 'a1', 'q2', 'a2'])
    expect(store.history(retry.id).map(({ content }) => content)).toEqual(['q1', 'a1 again'])
    expect(store.get(first.conversationId).conversation.activeLeafId).toBe(retry.id)
    expect((await store.setActiveLeaf(first.conversationId, second.id)).activeLeafId).toBe(second.id)
    const { message } = store.appendUserMessage({ conversationId: first.conversationId, text: 'q3' })
    expect(message.parentId).toBe(second.id)
    expect(store.get(first.conversationId).messages).toHaveLength(6)
  })

  it('refuses a parent or a leaf of another conversation', async () => {
    const one = await exchange(undefined, 'one', 'a')
    const other = await exchange(undefined, 'other', 'b')
    await expect(store.setActiveLeaf(one.conversationId, other.id)).rejects.toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    expect(() =>
      store.appendUserMessage({ conversationId: one.conversationId, parentId: other.id, text: 'x' }),
    ).toThrowError(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(store.get(one.conversationId).messages).toHaveLength(2)
  })

  it('is hidden when deleted, restored whole, and gone for good only after its time', async () => {
    const { conversationId } = await exchange(undefined, 'secret plan', 'ok')
    await store.softDelete(conversationId)
    expect(store.list()).toEqual([])
    expect(store.list({ search: 'secret' })).toEqual([])
    expect(() => store.get(conversationId)).toThrowError(expect.objectContaining({ code: 'NOT_FOUND' }))
    time += 86_400_000
    expect(await store.purgeDeleted(2)).toBe(0)
    await store.restore(conversationId)
    expect(store.get(conversationId).messages).toHaveLength(2)
    await store.softDelete(conversationId)
    time += 3 * 86_400_000
    expect(await store.purgeDeleted(2)).toBe(1)
    await expect(store.restore(conversationId)).rejects.toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    expect(database.connection.prepare('SELECT count(*) FROM message').pluck().get()).toBe(0)
  })
})

describe('an answer', () => {
  it('keeps its partial text when the process dies, and is marked interrupted', async () => {
    const { message: question } = store.appendUserMessage({ text: 'long one' })
    const { message: begun } = store.beginAnswer({ parentId: question.id })
    store.checkpointAnswer(begun.id, { content: 'Half an ans', reasoning: 'hm', epoch: 0 })
    await reopen()
    const marked = store.markInterrupted()
    expect(marked).toEqual([
      {
        ...begun,
        content: 'Half an ans',
        reasoning: 'hm',
        state: 'interrupted',
        error: expect.objectContaining({ code: 'INTERRUPTED' }),
      },
    ])
    expect(store.message(begun.id)).toEqual(marked[0])
    expect(store.markInterrupted()).toEqual([])
  })

  it('ignores checkpoints of an older epoch and those that come after the end', async () => {
    const { message: question } = store.appendUserMessage({ text: 'q' })
    const { message: begun } = store.beginAnswer({ parentId: question.id })
    store.checkpointAnswer(begun.id, { content: 'second node', epoch: 1 })
    store.checkpointAnswer(begun.id, { content: 'late part of the first node', epoch: 0 })
    expect(store.message(begun.id).content).toBe('second node')
    await store.finishAnswer({ ...begun, content: 'final', state: 'complete' })
    store.checkpointAnswer(begun.id, { content: 'late', epoch: 2 })
    expect(store.message(begun.id)).toMatchObject({ content: 'final', state: 'complete' })
  })

  it('can be finished once only', async () => {
    const answer = await exchange(undefined, 'q', 'a')
    await expect(
      store.finishAnswer({ ...answer, content: 'other', state: 'cancelled' }),
    ).rejects.toThrowError(expect.objectContaining({ code: 'CONFLICT' }))
    expect(store.message(answer.id).content).toBe('a')
  })

  it('keeps what is thought of an answer apart from what it says, and lets it be taken back', async () => {
    const answer = await exchange(undefined, 'q', 'a')
    const offered: Message['escalation'] = { state: 'offered', tier: 2, reasons: ['it breaks off'] }
    await store.annotateAnswer(answer.id, { rating: 'down' })
    const both = await store.annotateAnswer(answer.id, { escalation: offered })
    expect(both).toEqual({ ...answer, rating: 'down', escalation: offered })
    await reopen()
    expect(store.message(answer.id)).toEqual(both)
    expect(store.history(answer.id)).toContainEqual(both)
    expect(await store.annotateAnswer(answer.id, { rating: null })).toEqual({
      ...answer,
      escalation: offered,
    })
    await store.annotateAnswer(answer.id, { escalation: null })
    await reopen()
    expect(store.message(answer.id)).toEqual(answer)
    expect(store.list({ search: 'a' })).toHaveLength(1)
  })

  it('can be written beside the one that is shown, and is shown only where that one still is', async () => {
    const small = await exchange(undefined, 'q', 'small')
    const shown = () => store.get(small.conversationId).conversation.activeLeafId
    const parentId = small.parentId ?? ''
    const larger = store.beginAnswer({ parentId, escalatedFrom: small.id, isShown: false })
    expect([larger.conversation.activeLeafId, shown()]).toEqual([small.id, small.id])
    await store.showInstead(larger.message.id, small.id)
    await reopen()
    expect(shown()).toBe(larger.message.id)
    await store.showInstead('message-of-nobody', larger.message.id).catch(() => undefined)
    await store.setActiveLeaf(small.conversationId, small.id)
    await store.showInstead(larger.message.id, larger.message.id)
    expect(shown()).toBe(small.id)
  })

  it('gives way again at once to the one that was shown before, though neither is committed yet', async () => {
    const small = await exchange(undefined, 'q', 'small')
    const parentId = small.parentId ?? ''
    const { message: larger } = store.beginAnswer({ parentId, escalatedFrom: small.id, isShown: false })
    expect([store.isShown(small.id), store.isShown(larger.id)]).toEqual([true, false])
    const there = store.showInstead(larger.id, small.id)
    expect(store.isShown(larger.id)).toBe(true)
    const back = store.showInstead(small.id, larger.id)
    await Promise.all([there, back])
    await reopen()
    expect(store.isShown(small.id)).toBe(true)
  })

  it('gives way in a deleted conversation too, so that one that is restored shows what was whole', async () => {
    const small = await exchange(undefined, 'q', 'small')
    const { conversationId } = small
    const larger = store.beginAnswer({ parentId: small.parentId ?? '', escalatedFrom: small.id })
    const deleting = store.softDelete(conversationId)
    await store.showInstead(small.id, larger.message.id)
    await deleting
    expect(() => store.get(conversationId)).toThrow(/deleted/)
    expect(await store.restore(conversationId)).toMatchObject({ activeLeafId: small.id })
  })

  it('judges finished answers only', async () => {
    const conflict = expect.objectContaining({ code: 'CONFLICT' })
    const { message } = store.appendUserMessage({ text: 'q' })
    await expect(store.annotateAnswer(message.id, { rating: 'up' })).rejects.toThrowError(conflict)
    const begun = store.beginAnswer({ parentId: message.id }).message
    await expect(store.annotateAnswer(begun.id, { rating: 'up' })).rejects.toThrowError(conflict)
    await expect(store.annotateAnswer('gone', { rating: 'up' })).rejects.toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
  })

  it('remembers which answer another was made to better, from its first moment and after a crash', async () => {
    const small = await exchange(undefined, 'q', 'small')
    const parentId = small.parentId ?? ''
    const larger = store.beginAnswer({ parentId, escalatedFrom: small.id })
    expect(larger.message.escalatedFrom).toBe(small.id)
    await larger.accepted
    await reopen()
    expect(store.markInterrupted()).toMatchObject([{ id: larger.message.id, escalatedFrom: small.id }])
  })

  it('loses only the field whose JSON is damaged or from another version', async () => {
    const answer = await exchange(undefined, 'q', 'the text')
    const answeredBy = JSON.stringify({ node: 'mini', tier: 0, model: 'm', simulated: false })
    database.connection
      .prepare('UPDATE message SET route = ?, metrics = ?, answered_by = ? WHERE id = ?')
      .run('{"classification":', '{"ttftMs":"soon"}', answeredBy, answer.id)
    const read = store.message(answer.id)
    expect(read).toMatchObject({ content: 'the text', state: 'complete', answeredBy: { node: 'mini' } })
    expect(read).not.toHaveProperty('route')
    expect(read).not.toHaveProperty('metrics')
  })

  it('does not loop for ever when parents were damaged into a circle', async () => {
    const first = await exchange(undefined, 'q1', 'a1')
    const second = await exchange(first.conversationId, 'q2', 'a2')
    database.connection
      .prepare('UPDATE message SET parent_id = ? WHERE id = ?')
      .run(second.id, first.parentId)
    expect(store.history(second.id).map(({ content }) => content)).toEqual(['q1', 'a1', 'q2', 'a2'])
  })
})

describe('search', () => {
  const titles = (search: string) => store.list({ search }).map(({ title }) => title)

  it('finds words of questions and answers, the last one as a prefix, whatever the accents and the case', async () => {
    await exchange(undefined, 'Recipe', 'Crème brûlée needs sugar')
    await exchange(undefined, 'Weather', 'Rain tomorrow')
    expect(titles('creme BRU')).toEqual(['Recipe'])
    expect(titles('rain sug')).toEqual([])
    expect(titles('weath')).toEqual(['Weather'])
  })

  it('finds a title that was changed', async () => {
    const { conversationId } = await exchange(undefined, 'Something', 'x')
    await store.rename(conversationId, 'Tax return 100%')
    expect(titles('return')).toEqual(['Tax return 100%'])
    expect(titles('0%')).toEqual(['Tax return 100%'])
  })

  it('finds a part of a text written without spaces', async () => {
    await exchange(undefined, 'Greeting', '今日は良い天気ですね')
    expect(titles('天気')).toEqual(['Greeting'])
  })

  it('finds the final text of an answer and no longer what it was replaced by', async () => {
    const { message: question } = store.appendUserMessage({ text: 'q' })
    const { message: begun } = store.beginAnswer({ parentId: question.id })
    store.checkpointAnswer(begun.id, { content: 'walrus', epoch: 0 })
    await store.finishAnswer({ ...begun, content: 'penguin', state: 'complete' })
    expect(titles('penguin')).toHaveLength(1)
    expect(titles('walrus')).toHaveLength(0)
    expect(() =>
      database.connection.exec("INSERT INTO message_search (message_search) VALUES ('integrity-check')"),
    ).not.toThrow()
  })

  it.each([
    '"',
    'a AND',
    'NEAR(a b)',
    '-a',
    'content:q',
    '*',
    "'; DROP TABLE message; --",
    '%',
    '\\',
    'plain\0x',
    'x'.repeat(500),
  ])('takes %j as text, not as an expression', async search => {
    await exchange(undefined, 'Question', 'plain words')
    expect(titles(search)).toEqual([])
    expect(titles('plain')).toEqual(['Question'])
  })
})
