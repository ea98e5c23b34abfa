import { describe, expect, it } from 'vitest'
import type { Message, Rating } from '../../../shared/entities'
import { HarombeError } from '../../../shared/harombe-error'
import { createAnswerRatings } from './answer-ratings'
import { createFakeClient, makeMessage } from './fake-client.fixture'

function setUp() {
  const test = createFakeClient()
  const replies: PromiseWithResolvers<Rating | null>[] = []
  test.reply('chat.rateAnswer', async () => {
    const next = Promise.withResolvers<Rating | null>()
    replies.push(next)
    const rating = await next.promise
    return makeMessage('a', rating === null ? {} : { rating })
  })
  const messages = new Map<string, Message>([['a', makeMessage('a', { role: 'assistant' })]])
  const failures: unknown[] = []
  const rate = createAnswerRatings({
    client: test.client,
    messages: () => messages,
    show: message => void messages.set(message.id, message),
    failed: error => failures.push(error),
  })
  return { rate, replies, failures, shown: () => messages.get('a')?.rating ?? null }
}

const refused = new HarombeError('CONFLICT', 'Not now.')

describe('ratings', () => {
  it('are shown at once and taken back when they are refused', async () => {
    const { rate, replies, failures, shown } = setUp()
    const rating = rate('a', 'up')
    expect(shown()).toBe('up')
    replies[0]?.reject(refused)
    await rating
    expect(shown()).toBeNull()
    expect(failures).toEqual([refused])
  })

  it('show the last of quick clicks, whichever reply comes last', async () => {
    const { rate, replies, shown } = setUp()
    const first = rate('a', 'up')
    const second = rate('a', null)
    expect(shown()).toBeNull()
    replies[1]?.resolve(null)
    await second
    replies[0]?.resolve('up')
    await first
    expect(shown()).toBeNull()
  })

  it('fall back to what was confirmed, not to a click that was never confirmed', async () => {
    const { rate, replies, failures, shown } = setUp()
    const first = rate('a', 'up')
    const second = rate('a', 'down')
    replies[0]?.reject(refused)
    await first
    expect(shown()).toBe('down')
    replies[1]?.reject(refused)
    await second
    expect(shown()).toBeNull()
    expect(failures).toHaveLength(1)
  })
})
