import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestCluster, specOf, type TestCluster } from '../coordination/testing/cluster'
import type { Step } from '../coordination/testing/scripted-machines'
import { createConversationStore } from '../memory/conversation-store'
import { type OpenDatabase, openDatabase } from '../memory/database'
import type { ConversationStore } from '../memory/types'
import { createInlineWriter } from '../memory/writing/inline-writer'
import type { Group, Writer } from '../memory/writing/types'
import { attach, startChat } from './testing/chat'

/** The real store on a real file and the real cluster manager; only machines and time are scripted. */
const auto = { tier: 'auto' } as const
let directory: string
let database: OpenDatabase
let store: ConversationStore
let cluster: TestCluster
let chat: ReturnType<typeof startChat>['chat']
let reported: unknown[]
let ids = 0

function open() {
  database = openDatabase(join(directory, 'memory.db'), { now: cluster.clock.wall })
  store = createConversationStore(database, { now: cluster.clock.wall, createId: () => `id-${ids++}` })
  const started = startChat(store, cluster.manager, cluster.clock)
  chat = started.chat
  reported = started.reported
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-chat-'))
  // One of the questions is long.
  cluster = createTestCluster(1, { contextLength: 100_000 })
  open()
})
afterEach(async () => {
  await chat.stop()
  await cluster.manager.stop()
  await store.close()
  database.close()
  rmSync(directory, { recursive: true })
})

const words = (name: string, count = 20): Step[] =>
  Array.from({ length: count }, (_, word): Step[] => [{ wait: 50 }, { say: `${name}${word} ` }]).flat()
const textOf = (name: string, count = 20) =>
  Array.from({ length: count }, (_, word) => `${name}${word} `).join('')

async function nodes(plans: Record<string, readonly Step[]>) {
  const names = Object.keys(plans)
  for (const [index, name] of names.entries()) {
    cluster.machines.add(name, { latency: index + 1, plan: () => plans[name] ?? [] })
  }
  await cluster.setNodes(names.map(name => specOf(name)))
}

describe('a chat on a real store', () => {
  it('keeps an answer that moved to another node in its middle, as the window showed it', async () => {
    await nodes({ mac: [...words('mac', 10), 'cut'], dgx: [...words('dgx'), 'done'] })
    const { answer, conversation } = await chat.send({ text: 'What is RAM?', target: auto })
    const window = attach(chat, answer.id)
    await cluster.clock.finish(window.done)
    expect(window.shown()).toBe(textOf('dgx'))
    expect(window.final().saved).toBe(true)

    await chat.stop()
    await store.close()
    database.close()
    open()
    const { messages } = store.get(conversation.id)
    expect(messages.map(({ role, state }) => [role, state])).toEqual([
      ['user', 'complete'],
      ['assistant', 'complete'],
    ])
    expect(messages[1]).toEqual(window.final().message)
    expect(messages[1]).toMatchObject({
      content: textOf('dgx'),
      answeredBy: { node: 'dgx' },
      failovers: [{ node: 'mac', stage: 'mid_answer' }],
    })
    expect(reported).toEqual([])
  })

  it('streams on when the disk is full, says so, remembers it, and saves it when there is room', async () => {
    await nodes({ mac: [...words('mac'), 'done'] })
    const first = await chat.send({ text: 'One?', target: auto })
    await cluster.clock.advance(300)
    const pages = database.connection.pragma('page_count', { simple: true })
    database.connection.pragma(`max_page_count = ${String(pages)}`)
    const long = await chat.send({
      conversationId: first.conversation.id,
      text: 'x'.repeat(200_000),
      target: auto,
    })
    const windows = [attach(chat, first.answer.id), attach(chat, long.answer.id)]
    await cluster.clock.finish(Promise.all(windows.map(({ done }) => done)))
    for (const window of windows) expect(window.shown()).toBe(textOf('mac'))
    expect(windows[1]?.final()).toMatchObject({ saved: false, message: { state: 'complete' } })
    expect(store.problem()).not.toBeNull()
    expect(store.message(long.answer.id).content).toBe(textOf('mac'))

    database.connection.pragma('max_page_count = 1000000')
    expect(reported).toEqual([])
    await chat.stop()
    await store.close()
    database.close()
    open()
    expect(store.message(long.answer.id)).toMatchObject({ state: 'complete', content: textOf('mac') })
  })

  it('loses no more than the last half second of an answer when the process dies', async () => {
    await nodes({ mac: [...words('mac'), 'done'] })
    const { answer } = await chat.send({ text: 'What is RAM?', target: auto })
    const window = attach(chat, answer.id)
    await cluster.clock.advance(930)
    const shown = window.shown()
    // The process is gone: nothing is stopped, another one opens the file.
    const other = openDatabase(join(directory, 'memory.db'), { now: cluster.clock.wall })
    const later = createConversationStore(other, { now: cluster.clock.wall, createId: () => `id-${ids++}` })
    const [interrupted] = later.markInterrupted()
    expect(interrupted).toMatchObject({ id: answer.id, state: 'interrupted', error: { code: 'INTERRUPTED' } })
    expect(shown.startsWith(interrupted?.content ?? 'nothing')).toBe(true)
    expect(shown.split(' ').length - (interrupted?.content ?? '').split(' ').length).toBeLessThanOrEqual(10)

    const { chat: next } = startChat(later, cluster.manager, cluster.clock)
    const resumed = attach(next, answer.id, window.events.length)
    await cluster.clock.settle()
    expect(resumed.final().message).toEqual(interrupted)
    // The first process was not really gone: what it still writes must not undo what the second one stored.
    await chat.stop()
    expect(reported).toMatchObject([{ code: 'CONFLICT' }])
    expect(later.message(answer.id)).toEqual(interrupted)
    await later.close()
    other.close()
  })

  it('is asked many things in one moment with one commit', async () => {
    await nodes({ mac: [...words('mac'), 'done'] })
    const groups: Group[] = []
    const writer = createInlineWriter(database.connection)
    const write: Writer['write'] = group => {
      groups.push(group)
      return writer.write(group)
    }
    store = createConversationStore(
      database,
      { now: cluster.clock.wall, createId: () => `id-${ids++}` },
      { ...writer, write },
    )
    ;({ chat, reported } = startChat(store, cluster.manager, cluster.clock))
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, number) => chat.send({ text: `What is ${number}?`, target: auto })),
    )
    expect(groups.map(({ writes }) => writes.length)).toEqual([100])
    await cluster.clock.finish(Promise.all(sent.map(({ answer }) => attach(chat, answer.id).done)))
    for (const { answer } of sent) expect(store.message(answer.id).content).toBe(textOf('mac'))
    expect(reported).toEqual([])
  })

  it('can delete a conversation that is being answered', async () => {
    await nodes({ mac: [...words('mac'), 'done'] })
    const { answer, conversation } = await chat.send({ text: 'What is RAM?', target: auto })
    await cluster.clock.advance(200)
    chat.cancel(answer.id)
    await store.softDelete(conversation.id)
    await cluster.clock.settle()
    expect(store.list()).toEqual([])
    await store.restore(conversation.id)
    expect(store.message(answer.id)).toMatchObject({ state: 'cancelled', content: textOf('mac', 4) })
    expect(reported).toEqual([])
  })

  it('answers a branch from that branch alone', async () => {
    await nodes({ mac: [{ say: 'yes' }, 'done'] })
    const finish = async (answer: { id: string }) => cluster.clock.finish(attach(chat, answer.id).done)
    const first = await chat.send({ text: 'One?', target: auto })
    await finish(first.answer)
    await finish(
      (await chat.send({ conversationId: first.conversation.id, text: 'Two?', target: auto })).answer,
    )
    const other = await chat.send({
      conversationId: first.conversation.id,
      parentId: first.answer.id,
      text: 'Other two?',
      target: auto,
    })
    await finish(other.answer)
    expect(store.history(other.answer.id).map(({ content }) => content)).toEqual([
      'One?',
      'yes',
      'Other two?',
      'yes',
    ])
  })
})
