import { describe, expect, it } from 'vitest'
import { isSendKey } from './shortcuts'

const enter = {
  key: 'Enter',
  code: 'Enter',
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 13,
}

describe('isSendKey', () => {
  it('is Enter alone', () => {
    expect(isSendKey(enter)).toBe(true)
    expect(isSendKey({ ...enter, shiftKey: true })).toBe(false)
  })

  it('is never the Enter of an input method', () => {
    expect(isSendKey({ ...enter, isComposing: true })).toBe(false)
    expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false)
  })
})
