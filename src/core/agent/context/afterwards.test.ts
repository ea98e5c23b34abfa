import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Conversation, Message } from '../../../shared/entities'
import { createAfterwards } from './afterwards'
import { cleanTitle } from './make-title'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

const message = (id: string, role: Message['role'], content: string): Message => ({
  ...{ id, conversationId: 'c', parentId: null, role, content, state: 'complete', createdAt: 1 },
})

function open(
  said: (string | null)[],
  history: Message[],
  titleBy: Conversation['titleBy'] = 'words',
  maxHistoryTokens = 4096,
) {
  const conversation: Conversation = {
    id: 'c',
    title: 'Hello',
    createdAt: 1,
    updatedAt: 1,
    activeLeafId: null,
    titleBy,
  }
  const log: string[] = []
  const asked: string[] = []
  const summaries: { lastMessageId: string; text: string }[] = []
  const afterwards = createAfterwards({
    store: {
      get: () => ({ conversation }),
      history: () => history,
      async setTitle(_id, title, by) {
        conversation.titleBy = by
        log.push(`title: ${title}`)
      },
    },
    summaries: {
      of: () => summaries,
      async save({ lastMessageId, text }) {
        summaries.push({ lastMessageId, text })
        log.push(`summary to ${lastMessageId}: ${text}`)
      },
    },
    async ask(messages) {
      asked.push(messages.map(({ content }) => content).join('\n'))
      return said.shift() ?? null
    },
    settings: () => ({ titles: true, summaries: true, systemPrompt: '', maxHistoryTokens }),
    changed: () => log.push('changed'),
    kickIndex: () => log.push('kick'),
    after(ms, task) {
      const timer = setTimeout(task, ms)
      return () => clearTimeout(timer)
    },
    report(error) {
      throw error
    },
  })
  return { afterwards, log, asked, conversation }
}

const exchange = [message('q', 'user', 'How do I prune roses?'), message('a', 'assistant', 'In spring.')]

describe('after an answer', () => {
  it('a conversation is named by a small node, once, and every window is told', async () => {
    const { afterwards, log, asked } = open(['"Pruning roses."'], exchange)
    afterwards.answered('c', message('a', 'assistant', 'In spring.'))
    expect(log).toEqual(['kick'])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).toEqual(['kick', 'title: Pruning roses', 'changed'])
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('How do I prune roses?')
    await afterwards.stop()
  })

  it('is not named where the user did, and waits for a node that has time, not for ever', async () => {
    const named = open(['Roses'], exchange, 'user')
    named.afterwards.answered('c', message('a', 'assistant', 'x'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(named.asked).toEqual([])
    await named.afterwards.stop()

    const busy = open([null, null, 'Roses'], exchange)
    busy.afterwards.answered('c', message('a', 'assistant', 'x'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(busy.log).toContain('title: Roses')
    await busy.afterwards.stop()

    const never = open([], exchange)
    never.afterwards.answered('c', message('a', 'assistant', 'x'))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(never.asked).toHaveLength(20)
    await never.afterwards.stop()
  })

  it('what fell out of the window is summed up bit by bit, each time from the summary before', async () => {
    const history = Array.from({ length: 40 }, (_, index) =>
      message(`m${index}`, index % 2 === 0 ? 'user' : 'assistant', `${'some words '.repeat(60)}${index}`),
    )
    const { afterwards, log, asked } = open(
      ['first notes', 'second notes', 'third notes', 'fourth', 'fifth'],
      history,
      'user',
      1000,
    )
    afterwards.answered('c', history.at(-1) ?? message('x', 'assistant', ''))
    await vi.advanceTimersByTimeAsync(60_000)
    const sums = log.filter(line => line.startsWith('summary'))
    expect(sums.length).toBeGreaterThan(1)
    expect(asked[1]).toContain('first notes')
    const reached = sums.map(line => Number(/m(\d+):/.exec(line)?.[1]))
    expect(reached).toEqual([...reached].sort((a, b) => a - b))
    await afterwards.stop()
  })

  it('nothing is done once it was stopped', async () => {
    const { afterwards, asked } = open(['Roses'], exchange)
    afterwards.answered('c', message('a', 'assistant', 'x'))
    await afterwards.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toEqual([])
  })
})

describe('what a model says as a title', () => {
  it.each([
    ['Title: **Pruning Roses**', 'Pruning Roses'],
    ['<think>hm, roses</think>\n\n„Rosen schneiden.“', 'Rosen schneiden'],
    ['Roses\u202e evil', 'Roses evil'],
    ['# Roses\nand more', 'Roses'],
  ])('%j is %j', (said, title) => {
    expect(cleanTitle(said)).toBe(title)
  })
  it.each([
    '',
    '...',
    '<think>never ends',
    'Sure! Here is a title that fits the conversation you had with me about the roses in your garden:',
  ])('%j is none', said => {
    expect(cleanTitle(said)).toBeNull()
  })
})
