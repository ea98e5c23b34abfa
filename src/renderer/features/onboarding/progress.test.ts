import { describe, expect, it } from 'vitest'
import { placeOf, stepBefore, steps, storedStep, storeStep } from './progress'

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

describe('the first steps', () => {
  it('are taken up where they were left, and not again when they are over', () => {
    const storage = memory()
    expect(storedStep(storage)).toBeNull()
    storeStep(storage, 'model')
    expect(storedStep(storage)).toBe('model')
    storeStep(storage, null)
    expect(storedStep(storage)).toBeNull()
  })

  it('begin anew where an older version or somebody else wrote what is no step', () => {
    expect(storedStep({ getItem: () => 'welcome' })).toBeNull()
  })

  it('work without storage', () => {
    const blocked = () => {
      throw new Error('SecurityError')
    }
    expect(storedStep({ getItem: blocked })).toBeNull()
    expect(() => storeStep({ setItem: blocked, removeItem: blocked }, 'role')).not.toThrow()
  })

  it.each(steps)('%s leads back to the first without a circle', step => {
    let at: typeof step | null = step
    for (let count = 0; at !== null; count += 1) {
      expect(count).toBeLessThan(steps.length)
      at = stepBefore[at]
    }
    expect(placeOf(step).step).toBeLessThanOrEqual(placeOf(step).steps)
  })
})
