import { describe, expect, it } from 'vitest'
import { pageShortcut } from './use-shortcuts'

const press = (code: string, ...held: ('ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey')[]) =>
  pageShortcut({
    code,
    ctrlKey: held.includes('ctrlKey'),
    metaKey: held.includes('metaKey'),
    altKey: held.includes('altKey'),
    shiftKey: held.includes('shiftKey'),
  })

describe('page shortcuts', () => {
  it('take one modifier and a digit, whatever the layout prints on it', () => {
    expect(press('Digit1', 'metaKey')).toBe('chat')
    expect(press('Digit2', 'ctrlKey')).toBe('cluster')
    expect(press('Digit2', 'altKey')).toBe('cluster')
    expect(press('Digit3', 'ctrlKey')).toBe('models')
    expect(press('Digit4', 'ctrlKey')).toBe('activity')
  })

  it('leave typing, AltGr and other keys alone', () => {
    expect(press('Digit1')).toBeNull()
    expect(press('Digit1', 'ctrlKey', 'altKey')).toBeNull()
    expect(press('Digit1', 'ctrlKey', 'shiftKey')).toBeNull()
    expect(press('Digit9', 'ctrlKey')).toBeNull()
  })
})
