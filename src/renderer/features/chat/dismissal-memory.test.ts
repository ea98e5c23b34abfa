import { describe, expect, it } from 'vitest'
import { readDismissed, writeDismissed } from './dismissal-memory'

function memory(initial: string | null = null) {
  let kept = initial
  return {
    getItem: () => kept,
    setItem: (_key: string, value: string) => {
      kept = value
    },
  }
}

describe('dismissed offers', () => {
  it('are there after a reload, the newest two hundred of them', () => {
    const storage = memory()
    writeDismissed(storage, new Set(Array.from({ length: 250 }, (_, index) => `a${index}`)))
    const read = [...readDismissed(storage)]
    expect(read).toHaveLength(200)
    expect(read.at(-1)).toBe('a249')
  })

  it('are none where the storage is refused or holds something else', () => {
    expect(readDismissed(null).size).toBe(0)
    expect(readDismissed(memory('{"a":1}')).size).toBe(0)
    expect(readDismissed(memory('not json')).size).toBe(0)
    expect([...readDismissed(memory('["a",3]'))]).toEqual(['a'])
  })
})
