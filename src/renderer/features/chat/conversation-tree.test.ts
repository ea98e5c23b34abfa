import { describe, expect, it } from 'vitest'
import type { Message } from '../../../shared/entities'
import { activePath, latestLeafUnder, mergeMessages, siblingsOf, siblingsOfPath } from './conversation-tree'
import { makeMessage } from './fake-client.fixture'

const tree = (...messages: Message[]) => new Map(messages.map(message => [message.id, message]))
const ids = (messages: readonly Message[]) => messages.map(message => message.id)

/** q1 → a1, a2 (regenerated); a2 → q2 → a3; and q1' , an edit of q1. */
const branched = tree(
  makeMessage('q1', { createdAt: 1 }),
  makeMessage('a1', { parentId: 'q1', role: 'assistant', createdAt: 2 }),
  makeMessage('a2', { parentId: 'q1', role: 'assistant', createdAt: 3 }),
  makeMessage('q2', { parentId: 'a2', createdAt: 4 }),
  makeMessage('a3', { parentId: 'q2', role: 'assistant', createdAt: 5 }),
  makeMessage('edited', { createdAt: 6 }),
)

describe('activePath', () => {
  it('runs from the first message to the leaf', () => {
    expect(ids(activePath(branched, 'a3'))).toEqual(['q1', 'a2', 'q2', 'a3'])
    expect(ids(activePath(branched, 'a1'))).toEqual(['q1', 'a1'])
    expect(activePath(branched, null)).toEqual([])
    expect(activePath(branched, 'unknown')).toEqual([])
  })

  it('ends at a missing parent and at a loop', () => {
    expect(ids(activePath(tree(makeMessage('x', { parentId: 'gone' })), 'x'))).toEqual(['x'])
    const loop = tree(makeMessage('x', { parentId: 'y' }), makeMessage('y', { parentId: 'x' }))
    expect(ids(activePath(loop, 'x'))).toEqual(['y', 'x'])
  })

  it('is quick on ten thousand messages', () => {
    const long = tree(
      ...Array.from({ length: 10_000 }, (_, index) =>
        makeMessage(`m${index}`, { parentId: index === 0 ? null : `m${index - 1}` }),
      ),
    )
    expect(activePath(long, 'm9999')).toHaveLength(10_000)
  })
})

describe('siblings', () => {
  it('are the messages of the same role under the same parent, oldest first', () => {
    const message = (id: string) => branched.get(id) ?? makeMessage('never')
    expect(ids(siblingsOf(branched, message('a2')))).toEqual(['a1', 'a2'])
    expect(ids(siblingsOf(branched, message('edited')))).toEqual(['q1', 'edited'])
    expect(ids(siblingsOf(branched, message('q2')))).toEqual(['q2'])
  })

  it('are the same when asked for a whole path at once', () => {
    const path = activePath(branched, 'a3')
    const all = siblingsOfPath(branched, path)
    for (const message of path) expect(all.get(message.id)).toEqual(siblingsOf(branched, message))
  })
})

describe('latestLeafUnder', () => {
  it('goes down to the newest end of a branch', () => {
    expect(latestLeafUnder(branched, 'q1')).toBe('a3')
    expect(latestLeafUnder(branched, 'a1')).toBe('a1')
    expect(latestLeafUnder(branched, 'edited')).toBe('edited')
  })

  it('ends on a loop', () => {
    const loop = tree(makeMessage('x', { parentId: 'y' }), makeMessage('y', { parentId: 'x' }))
    expect(['x', 'y']).toContain(latestLeafUnder(loop, 'x'))
  })
})

describe('mergeMessages', () => {
  it('keeps the object of a message that did not change', () => {
    const before = tree(makeMessage('a'))
    expect(mergeMessages(before, [makeMessage('a')]).get('a')).toBe(before.get('a'))
  })

  it('takes a message that went on', () => {
    const before = tree(makeMessage('a', { role: 'assistant', state: 'streaming', content: 'x' }))
    const after = mergeMessages(before, [makeMessage('a', { role: 'assistant', content: 'xy' })])
    expect(after.get('a')).toMatchObject({ state: 'complete', content: 'xy' })
  })

  it('takes what became of a file that was still being read when its question was sent', () => {
    const file = {
      id: 'f',
      name: 'a.pdf',
      kind: 'pdf',
      mediaType: 'application/pdf',
      bytes: 1,
      createdAt: 1,
    } as const
    const asked = makeMessage('q', { attachments: [{ ...file, state: 'reading' }] })
    const read = makeMessage('q', { attachments: [{ ...file, state: 'ready' }] })
    expect(mergeMessages(tree(asked), [read]).get('q')).toBe(read)
  })

  it('takes a rating, and an escalation that was made, of an answer whose text is known', () => {
    const offered = { state: 'offered', tier: 2, reasons: [] } as const
    const known = makeMessage('a', { role: 'assistant', escalation: { ...offered, reasons: [] } })
    const rated = mergeMessages(tree(known), [{ ...known, rating: 'up' }]).get('a')
    expect(rated?.rating).toBe('up')
    const made = { state: 'made', tier: 2, reasons: [], answerId: 'b' } as const
    const merged = mergeMessages(tree(known), [{ ...known, escalation: { ...made, reasons: [] } }])
    expect(merged.get('a')?.escalation?.answerId).toBe('b')
  })

  it('never goes from finished back to streaming', () => {
    const before = tree(makeMessage('a', { role: 'assistant', content: 'whole' }))
    const after = mergeMessages(before, [
      makeMessage('a', { role: 'assistant', state: 'streaming', content: 'wh' }),
    ])
    expect(after.get('a')?.content).toBe('whole')
  })
})
