import { describe, expect, it } from 'vitest'
import { chatShortcut, isSendKey, type KeyPress } from './shortcuts'

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  ...change,
})

describe('chatShortcut', () => {
  it('knows the commands on both kinds of keyboard', () => {
    expect(chatShortcut(press('n', { metaKey: true }), true)).toBe('newChat')
    expect(chatShortcut(press('b', { ctrlKey: true }), false)).toBe('toggleSidebar')
    expect(chatShortcut(press('O', { ctrlKey: true, shiftKey: true }), false)).toBe('newChat')
    expect(chatShortcut(press('C', { metaKey: true, shiftKey: true }), true)).toBe('copyLast')
    expect(chatShortcut(press('F', { ctrlKey: true, shiftKey: true }), false)).toBe('search')
    expect(chatShortcut(press('Escape'), false)).toBe('stop')
  })

  it("leaves the system's own keys alone", () => {
    expect(chatShortcut(press('b', { ctrlKey: true }), true)).toBeNull()
    expect(chatShortcut(press('c', { ctrlKey: true }), false)).toBeNull()
    expect(chatShortcut(press('f', { ctrlKey: true }), false)).toBeNull()
    expect(chatShortcut(press('n', { ctrlKey: true, altKey: true }), false)).toBeNull()
    expect(chatShortcut(press('n'), false)).toBeNull()
  })

  it('does not stop an answer with the Escape that ends a composition', () => {
    expect(chatShortcut(press('Escape', { isComposing: true }), false)).toBeNull()
  })
})

describe('isSendKey', () => {
  it('is Enter alone', () => {
    expect(isSendKey({ ...press('Enter'), keyCode: 13 })).toBe(true)
    expect(isSendKey({ ...press('Enter', { shiftKey: true }), keyCode: 13 })).toBe(false)
  })

  it('is never the Enter of an input method', () => {
    expect(isSendKey({ ...press('Enter', { isComposing: true }), keyCode: 13 })).toBe(false)
    expect(isSendKey({ ...press('Enter'), keyCode: 229 })).toBe(false)
  })
})
