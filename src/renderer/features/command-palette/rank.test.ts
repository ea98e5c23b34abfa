import { describe, expect, it } from 'vitest'
import { rank } from './rank'

const items = [
  { title: 'Search in all chats' },
  { title: 'New chat' },
  { title: 'Go to Chat' },
  { title: 'Über gaming-pc', also: 'qwen3:32b powerful' },
  { title: 'Theme: dark (C++)' },
]

const titles = (query: string) => rank(items, query).map(({ item }) => item.title)

describe('ranking', () => {
  it('keeps all in their order while nothing is typed', () => {
    expect(titles('  ')).toEqual(items.map(({ title }) => title))
  })

  it('puts what begins with it before what has it inside', () => {
    expect(titles('chat')).toEqual(['Search in all chats', 'New chat', 'Go to Chat'])
    expect(titles('new')).toEqual(['New chat'])
    expect(titles('go')[0]).toBe('Go to Chat')
  })

  it('finds every word in any order, accents or not, initials too', () => {
    expect(titles('chat new')).toEqual(['New chat'])
    expect(titles('uber')).toEqual(['Über gaming-pc'])
    expect(titles('NC')).toEqual(['New chat'])
    expect(titles('chat nothing')).toEqual([])
  })

  it('finds by what else stands for it, after those of that name', () => {
    expect(titles('qwen3')).toEqual(['Über gaming-pc'])
  })

  it('takes signs as they are typed', () => {
    expect(titles('c++')).toEqual(['Theme: dark (C++)'])
    expect(titles('(')).toEqual(['Theme: dark (C++)'])
  })
})
