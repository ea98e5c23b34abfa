import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStores, type MemoryStores } from '../conversation-store'
import { type OpenDatabase, openDatabase } from '../database'
import type { WordsHit, WordsQuery } from './types'
import { wordsReading } from './words-reading'

let database: OpenDatabase
let stores: MemoryStores
let ids: number

beforeEach(() => {
  ids = 0
  database = openDatabase(':memory:', { now: () => 1 })
  stores = createMemoryStores(database, { now: () => 1, createId: () => `w${ids++}` })
})
afterEach(() => database.close())

async function say(text: string, conversationId?: string) {
  const { conversation, message, accepted } = stores.conversations.appendUserMessage({ text, conversationId })
  await accepted
  return { conversationId: conversation.id, messageId: message.id }
}

const search = (text: string, more: Partial<WordsQuery> = {}): WordsHit[] =>
  wordsReading(database.connection)({ text, conversationId: null, folderId: null, limit: 50, ...more })
const messagesOf = (hits: readonly WordsHit[]) => hits.flatMap(({ messageId }) => messageId ?? [])
const shown = ({ snippet }: WordsHit) =>
  snippet.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('')

describe('searching by words', () => {
  it('finds messages with all words, the last one begun, without regard to case and accents', async () => {
    const { conversationId } = await say('first of all')
    const found = await say('The Café serves tea and cake', conversationId)
    await say('a cafe without anything to drink', conversationId)
    const hits = search('TEA cafe ca')
    expect(messagesOf(hits)).toEqual([found.messageId])
    expect(hits[0]).toMatchObject({ conversationId, conversationTitle: 'first of all', role: 'user' })
    expect(hits.map(shown)).toEqual(['The [Café] serves [tea] and [ca]ke'])
  })

  it('tells matches from words that only contain them', async () => {
    const { conversationId } = await say('x')
    await say('cathedral, concatenate, a cat and caterpillars', conversationId)
    expect(search('cat').map(shown)).toEqual(['[cat]hedral, concatenate, a [cat] and [cat]erpillars'])
    expect(search('cat and').map(shown)).toEqual(['cathedral, concatenate, a [cat] [and] caterpillars'])
  })

  it('shows what lies around the match, on one line, in whole words', async () => {
    const { conversationId } = await say('x')
    await say(`${'before '.repeat(50)}the\n\n  needle\tlies here ${'after '.repeat(80)}`, conversationId)
    const [text = ''] = search('needle').map(shown)
    expect(text).toMatch(/^…before before .*the \[needle\] lies here .*…$/)
    expect(text.length).toBeLessThan(260)
  })

  it('finds titles, and shows them first', async () => {
    const { conversationId } = await say('Growing tomatoes at home')
    const other = await say('What about tomatoes?')
    const hits = search('tomato')
    expect(hits.map(hit => [hit.conversationId, hit.messageId === null])).toEqual([
      [other.conversationId, true],
      [conversationId, true],
      [other.conversationId, false],
      [conversationId, false],
    ])
    expect(hits.slice(0, 2).map(shown)).toEqual(['What about [tomato]es?', 'Growing [tomato]es at home'])
  })

  it('puts a message about it before a newer one that mentions it', async () => {
    const { conversationId } = await say('x')
    const about = await say('Kubernetes and Kubernetes again', conversationId)
    await say(`${'Many other words about many other things. '.repeat(20)} kubernetes`, conversationId)
    expect(messagesOf(search('kubernetes'))[0]).toBe(about.messageId)
  })

  it('puts the newer one first where nothing else tells them apart', async () => {
    const { conversationId } = await say('x')
    const older = await say('the very same words', conversationId)
    for (let count = 0; count < 80; count++) await say(`something else ${count}`, conversationId)
    const newer = await say('the very same words', conversationId)
    expect(messagesOf(search('very same'))).toEqual([newer.messageId, older.messageId])
  })

  it('finds parts of what is written without spaces, and signs', async () => {
    const chinese = await say('我想学习分布式系统的知识')
    await say('别的东西')
    const signs = await say('what does ??!! mean')
    const found = search('分布式')
    expect(messagesOf(found)).toEqual([chinese.messageId])
    expect(found.some(hit => shown(hit).includes('[分布式]'))).toBe(true)
    expect(messagesOf(search('??!!'))).toEqual([signs.messageId])
    expect(messagesOf(search('100%'))).toEqual([])
  })

  it('looks in one conversation or one folder when it is told to', async () => {
    const folder = await stores.folders.create('Work')
    const first = await say('needle one')
    const second = await say('needle two')
    const inSecond = await say('another needle', second.conversationId)
    await stores.conversations.update(first.conversationId, { folderId: folder.id })
    const inConversation = search('needle', { conversationId: second.conversationId })
    expect(new Set(messagesOf(inConversation))).toEqual(new Set([second.messageId, inSecond.messageId]))
    expect(inConversation.every(({ messageId }) => messageId !== null)).toBe(true)
    expect(messagesOf(search('needle', { folderId: folder.id }))).toEqual([first.messageId])
    expect(messagesOf(search('我', { folderId: folder.id }))).toEqual([])
  })

  it('leaves out what was deleted and answers that are being written', async () => {
    const deleted = await say('needle in the bin')
    await stores.conversations.softDelete(deleted.conversationId)
    const { messageId } = await say('question')
    const begun = stores.conversations.beginAnswer({ parentId: messageId })
    await begun.accepted
    stores.conversations.checkpointAnswer(begun.message.id, { content: 'needle so far', epoch: 0 })
    await stores.conversations.settled()
    expect(search('needle')).toEqual([])
    await stores.conversations.restore(deleted.conversationId)
    expect(messagesOf(search('needle'))).toEqual([deleted.messageId])
  })

  it('takes nothing for an operator, and gives no more than it is asked for', async () => {
    const { conversationId } = await say('x')
    for (let count = 0; count < 5; count++) await say(`needle NEAR ${count}`, conversationId)
    for (const text of [
      '"',
      'needle"',
      'needle AND',
      '(needle',
      'needle*',
      'content: needle',
      '-needle',
      'a\0b',
    ])
      expect(() => search(text)).not.toThrow()
    expect(search('   ')).toEqual([])
    expect(search('needle', { limit: 3 })).toHaveLength(3)
  })
})
