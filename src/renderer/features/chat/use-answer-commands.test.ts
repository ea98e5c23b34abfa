import { describe, expect, it } from 'vitest'
import { makeMessage } from './fake-client.fixture'
import { neighbourVersion } from './use-answer-commands'

const question = makeMessage('q', { createdAt: 1 })
const edited = makeMessage('q2', { createdAt: 5 })
const answer = (id: string, createdAt: number) =>
  makeMessage(id, { role: 'assistant', parentId: 'q', createdAt })
const [first, second] = [answer('a1', 2), answer('a2', 3)]
const last = makeMessage('end', { parentId: 'a2', createdAt: 4 })
const messages = new Map([question, edited, first, second, last].map(message => [message.id, message]))
const path = [question, second, last]
const to = (focused: string | undefined, step: 1 | -1) => {
  const found = neighbourVersion(messages, path, focused, step)
  return found === null ? null : [found.message.id, found.number, found.count]
}

describe('neighbourVersion', () => {
  it('goes along the versions of the last message that has some', () => {
    expect(to(undefined, -1)).toEqual(['a1', 1, 2])
    expect(to(undefined, 1)).toBeNull()
  })

  it('prefers the message in which the focus is, unless it has only one', () => {
    expect(to('q', 1)).toEqual(['q2', 2, 2])
    expect(to('end', -1)).toEqual(['a1', 1, 2])
  })

  it('has nothing to go to where nothing was asked twice', () => {
    expect(neighbourVersion(new Map([['q', question]]), [question], 'q', 1)).toBeNull()
  })
})
