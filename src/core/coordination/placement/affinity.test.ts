import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '../../inference/protocol'
import { createAffinityBook } from './affinity'

const long = (what: string) => `${what} ${'lorem ipsum dolor '.repeat(60)}`
const system: ChatMessage = { role: 'system', content: long('You are careful.') }
const user = (text: string): ChatMessage => ({ role: 'user', content: long(text) })
const answer: ChatMessage = { role: 'assistant', content: 'It is Paris.' }

function setUp() {
  const book = createAffinityBook()
  const remember = (node: string, messages: ChatMessage[], { most = 1, model = 'small' } = {}) =>
    book.remember(node, model, most, book.recall({ messages }, 1000))
  const cachedAt = (messages: ChatMessage[], tokens = 1000) =>
    Object.fromEntries(book.recall({ messages }, tokens).cached)
  return { book, remember, cachedAt }
}

describe('what nodes hold of a prompt', () => {
  it('is the whole last turn when the conversation goes on, in tokens of the new one', () => {
    const { remember, cachedAt } = setUp()
    remember('mac', [system, user('first')])
    const next = cachedAt([system, user('first'), answer, user('second')], 3000)
    expect(next.mac?.model).toBe('small')
    expect(next.mac?.tokens).toBeGreaterThan(1900)
    expect(next.mac?.tokens).toBeLessThan(2050)
  })

  it('is the common beginning when the last question was changed', () => {
    const { remember, cachedAt } = setUp()
    remember('mac', [system, user('first'), answer, user('second')])
    const tokens = cachedAt([system, user('first'), answer, user('another')], 3000).mac?.tokens ?? 0
    expect(tokens).toBeGreaterThan(1900)
    expect(tokens).toBeLessThan(2050)
  })

  it('is nothing of a prompt that begins otherwise, or says the same as somebody else', () => {
    const { remember, cachedAt } = setUp()
    remember('mac', [system, user('first')])
    expect(cachedAt([user('first'), answer])).toEqual({})
    expect(cachedAt([{ ...system, role: 'user' }, user('first')])).toEqual({})
  })

  it('is only the last prompt of a server with one slot, and more of one with more', () => {
    const { remember, cachedAt } = setUp()
    remember('mac', [user('first')])
    remember('mac', [user('second')])
    expect(cachedAt([user('first')])).toEqual({})
    expect(cachedAt([user('second')]).mac?.tokens).toBe(1000)
    remember('dgx', [user('first')], { most: 2 })
    remember('dgx', [user('second')], { most: 2 })
    expect(cachedAt([user('first')]).dgx?.tokens).toBe(1000)
  })

  it('takes one place for all turns of a conversation', () => {
    const { remember, cachedAt } = setUp()
    remember('dgx', [user('other')], { most: 2 })
    remember('dgx', [user('first')], { most: 2 })
    remember('dgx', [user('first'), answer, user('more')], { most: 2 })
    expect(cachedAt([user('other')]).dgx?.tokens).toBe(1000)
  })

  it('is known of every node that has it, the longest beginning of each', () => {
    const { remember, cachedAt } = setUp()
    remember('mac', [system, user('first')])
    remember('dgx', [system, user('else')])
    const cached = cachedAt([system, user('first'), answer, user('second')], 3000)
    expect(cached.mac?.tokens).toBeGreaterThan(1900)
    expect(cached.dgx?.tokens).toBeGreaterThan(900)
    expect(cached.dgx?.tokens).toBeLessThan(1050)
  })

  it('is not kept for short prompts, which are read in no time', () => {
    const { remember, cachedAt } = setUp()
    remember('mac', [{ role: 'user', content: 'hello' }])
    expect(cachedAt([{ role: 'user', content: 'hello' }])).toEqual({})
  })

  it('is forgotten with the node', () => {
    const { book, remember, cachedAt } = setUp()
    remember('mac', [user('first')])
    book.forget('mac')
    expect(cachedAt([user('first')])).toEqual({})
  })

  it('stays bounded over very many nodes', () => {
    const { remember, cachedAt } = setUp()
    for (let index = 0; index < 2100; index += 1) remember(`node-${index}`, [user(`question ${index}`)])
    expect(cachedAt([user('question 0')])).toEqual({})
    expect(cachedAt([user('question 2099')])['node-2099']?.tokens).toBe(1000)
  })
})

describe('the node of a conversation', () => {
  it('is known of the last few thousand', () => {
    const { book } = setUp()
    const asked = (index: number) => book.recall({ messages: [], conversation: `c${index}` }, 1)
    for (let index = 0; index < 5100; index += 1) book.remember('mac', 'small', 1, asked(index))
    expect([asked(0).conversationNode, asked(5099).conversationNode]).toEqual([undefined, 'mac'])
  })

  it('is the one that answered it last, whatever became of the text', () => {
    const { book } = setUp()
    const asked = { messages: [user('first')], conversation: 'holidays' }
    book.remember('mac', 'small', 1, book.recall(asked, 10))
    book.remember('dgx', 'small', 1, book.recall(asked, 10))
    expect(book.recall({ messages: [user('trimmed')], conversation: 'holidays' }, 10).conversationNode).toBe(
      'dgx',
    )
    expect(book.recall({ messages: [user('first')] }, 10).conversationNode).toBeUndefined()
  })
})
