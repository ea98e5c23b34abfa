import { describe, expect, it } from 'vitest'
import { afterScroll, type FollowState, isUpwardKey } from './follow-bottom'

const atEnd: FollowState = { following: true, top: 400, height: 1_000, viewport: 600 }
const away: FollowState = { ...atEnd, following: false, top: 100 }
const at = (top: number, height = 1_000, viewport = 600) => ({ top, height, viewport })

describe('afterScroll', () => {
  it('releases at any upward scroll', () => {
    expect(afterScroll(atEnd, at(390)).following).toBe(false)
  })

  it('keeps following while text is added below', () => {
    expect(afterScroll(atEnd, at(400, 1_200)).following).toBe(true)
  })

  it('is not released by content that became shorter: a failover replaces the text', () => {
    expect(afterScroll(atEnd, at(100, 700)).following).toBe(true)
  })

  it('is not released when the next node wrote again before the scroll was reported', () => {
    expect(afterScroll(atEnd, at(100, 850)).following).toBe(true)
  })

  it('is released by a hand on the scroll bar, also while text is added', () => {
    expect(afterScroll(atEnd, at(380, 1_200), true).following).toBe(false)
  })

  it('is not released by a window that became taller', () => {
    expect(afterScroll(atEnd, at(300, 1_000, 700)).following).toBe(true)
  })

  it('follows again only when the reader comes back to the end', () => {
    expect(afterScroll(away, at(300)).following).toBe(false)
    expect(afterScroll(away, at(399)).following).toBe(true)
  })

  it('does not follow because the content shrank to where the reader is', () => {
    expect(afterScroll(away, at(50, 650)).following).toBe(false)
  })
})

it('knows the keys that scroll up', () => {
  const press = (key: string, shiftKey = false) => isUpwardKey({ key, shiftKey })
  expect(['ArrowUp', 'PageUp', 'Home'].every(key => press(key))).toBe(true)
  expect(press(' ', true)).toBe(true)
  expect(press(' ')).toBe(false)
  expect(press('End')).toBe(false)
})
