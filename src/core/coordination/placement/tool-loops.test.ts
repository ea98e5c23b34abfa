import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '../../inference/protocol'
import { createTestCluster, question, specOf } from '../testing/cluster'
import { createAffinityBook } from './affinity'
import type { RememberedRequest } from './types'

const tools = [{ name: 'search', parameters: { type: 'object' } }]
const user = (content: string): ChatMessage => ({ role: 'user', content })
const call = (id: string): ChatMessage => ({
  role: 'assistant',
  content: '',
  toolCalls: [{ id, name: 'search', arguments: { query: id } }],
})
const result = (id: string, content = 'found'): ChatMessage => ({
  role: 'tool',
  content,
  toolCallId: id,
  name: 'search',
})
const first = [user('Who won?')]
const second = [...first, call('1'), result('1')]
const third = [...second, call('2'), result('2')]

describe('the loop of a client that says no more than its messages', () => {
  const open = () => {
    const book = createAffinityBook()
    const recall = (messages: ChatMessage[], changes: Partial<RememberedRequest> = {}) =>
      book.recall({ messages, tools, client: 'editor', ...changes }, 100)
    const ran = (node: string, messages: ChatMessage[]) => book.remember(node, 'small', 1, recall(messages))
    return { book, recall, ran }
  }

  it('is known by the step before, however short', () => {
    const { recall, ran } = open()
    ran('dgx', first)
    expect(recall(second).loop).toEqual({ node: 'dgx', sinceMove: null })
    ran('dgx', second)
    expect(recall(third).loop).toEqual({ node: 'dgx', sinceMove: null })
  })

  it('counts its steps from where it moved', () => {
    const { recall, ran } = open()
    ran('mac', first)
    ran('dgx', second)
    expect(recall(third).loop).toEqual({ node: 'dgx', sinceMove: 1 })
  })

  it('is not that of another client, of other messages, or of a new question', () => {
    const { recall, ran } = open()
    ran('dgx', first)
    expect(recall(second, { client: 'phone' }).loop).toBeUndefined()
    expect(recall([user('Who lost?'), call('1'), result('1')]).loop).toBeUndefined()
    expect(
      recall([...second, { role: 'assistant', content: 'Ann.' }, user('And before?')]).loop,
    ).toBeUndefined()
    expect(recall(first).loop).toBeUndefined()
  })

  it('is known by what a node has read of it where the client changed its last words', () => {
    const { recall, ran } = open()
    const system: ChatMessage = { role: 'system', content: 'Be exact. '.repeat(200) }
    ran('dgx', [system, user('Who won?')])
    expect(recall([system, user('Who won? (reminder: be brief)'), call('1'), result('1')]).loop?.node).toBe(
      'dgx',
    )
  })

  it('is forgotten with its node', () => {
    const { book, recall, ran } = open()
    ran('dgx', first)
    book.forget('dgx')
    expect(recall(second).loop).toBeUndefined()
  })

  it('keeps the node that began it, though another of the tier is nearer', async () => {
    const { machines, setNodes, ask } = createTestCluster()
    const abilities = { small: { tools: 'yes' as const } }
    machines.add('near', { latency: 1, abilities })
    machines.add('far', { latency: 30, abilities })
    await setNodes([specOf('near'), specOf('far')])
    const step = (messages: ChatMessage[], node?: string) =>
      ask(question({ messages, tools, client: 'editor', origin: 'api', target: { tier: 'auto', node } }))
    const nodeOf = ({ end }: Awaited<ReturnType<typeof step>>) =>
      end.type === 'finished' && end.answeredBy.node
    expect(nodeOf(await step(first, 'far'))).toBe('far')
    expect(nodeOf(await step(second))).toBe('far')
    expect(nodeOf(await step(third))).toBe('far')
    expect(nodeOf(await step([user('Who lost?')]))).toBe('near')
  })
})
