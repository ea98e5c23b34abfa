import { describe, expect, it } from 'vitest'
import { createDrafts } from './drafts'

function createMemoryStorage() {
  const map = new Map<string, string>()
  return {
    map,
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}

describe('createDrafts', () => {
  it('keeps one draft per conversation and one for the new chat over a reload', () => {
    const storage = createMemoryStorage()
    const drafts = createDrafts(storage)
    drafts.write(null, 'new')
    drafts.write('c1', 'one')
    const reloaded = createDrafts(storage)
    expect([reloaded.read(null), reloaded.read('c1'), reloaded.read('c2')]).toEqual(['new', 'one', ''])
  })

  it('leaves nothing behind once sent', () => {
    const storage = createMemoryStorage()
    const drafts = createDrafts(storage)
    drafts.write('c1', 'x')
    drafts.write('c1', '')
    expect(storage.map.size).toBe(0)
    expect(drafts.read('c1')).toBe('')
  })

  it('works for the length of the page when storage is full or blocked', () => {
    const refuse = () => {
      throw new Error('QuotaExceededError')
    }
    for (const storage of [null, { getItem: refuse, setItem: refuse, removeItem: refuse }]) {
      const drafts = createDrafts(storage)
      drafts.write('c1', 'kept')
      expect(drafts.read('c1')).toBe('kept')
      expect(drafts.read('c2')).toBe('')
    }
  })
})
