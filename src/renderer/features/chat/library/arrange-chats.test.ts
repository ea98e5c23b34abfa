import { describe, expect, it } from 'vitest'
import { makeConversation } from '../fake-client.fixture'
import { arrangeChats } from './arrange-chats'

const now = new Date(2026, 5, 20, 9).getTime()
const folder = (id: string, name = id) => ({ id, name, createdAt: 1 })
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)

describe('arrangeChats', () => {
  it('shows every chat exactly once, whatever is pinned and filed', () => {
    const chats = [
      makeConversation('a', { pinned: true, folderId: 'work', updatedAt: now }),
      makeConversation('b', { folderId: 'work', updatedAt: now }),
      makeConversation('c', { folderId: 'gone', updatedAt: now }),
      makeConversation('d', { folderId: null, updatedAt: 1 }),
    ]
    const arranged = arrangeChats(chats, [folder('work')], now, 100)
    expect(ids(arranged.pinned)).toEqual(['a'])
    expect(arranged.folders.map(({ conversations }) => ids(conversations))).toEqual([['b']])
    expect(arranged.groups.map(({ label, conversations }) => [label, ids(conversations)])).toEqual([
      ['today', ['c']],
      ['older', ['d']],
    ])
  })

  it('sorts folders as people do', () => {
    const folders = [folder('1', 'Week 10'), folder('2', 'ärger'), folder('3', 'week 9'), folder('4', 'Zoo')]
    const { folders: sorted } = arrangeChats([], folders, now, 100)
    expect(sorted.map(({ folder: { name } }) => name)).toEqual(['ärger', 'week 9', 'Week 10', 'Zoo'])
  })

  it('says how many it left out, none of them pinned or filed', () => {
    const chats = Array.from({ length: 10 }, (_, index) =>
      makeConversation(`c${index}`, { pinned: index === 9, updatedAt: now - index }),
    )
    const arranged = arrangeChats(chats, [], now, 4)
    expect(ids(arranged.pinned)).toEqual(['c9'])
    expect(arranged.groups.flatMap(({ conversations }) => ids(conversations))).toEqual([
      'c0',
      'c1',
      'c2',
      'c3',
    ])
    expect(arranged.hidden).toBe(5)
  })
})
