import { describe, expect, it } from 'vitest'
import { makeConversation } from './fake-client.fixture'
import { groupConversations } from './group-conversations'

const at = (day: number, hour: number) => new Date(2026, 5, day, hour).getTime()
const now = at(20, 9)
const groups = (...times: number[]) =>
  groupConversations(
    times.map((updatedAt, index) => makeConversation(`c${index}`, { updatedAt })),
    now,
  ).map(group => [group.label, group.conversations.length])

describe('groupConversations', () => {
  it('goes by calendar days, not by hours', () => {
    expect(groups(at(20, 0), at(19, 23))).toEqual([
      ['today', 1],
      ['week', 1],
    ])
  })

  it('counts seven days as this week', () => {
    expect(groups(at(14, 12), at(13, 8))).toEqual([
      ['week', 1],
      ['older', 1],
    ])
  })

  it('keeps a clock that runs ahead in today, and leaves empty groups out', () => {
    expect(groups(at(21, 3))).toEqual([['today', 1]])
    expect(groups()).toEqual([])
  })
})
