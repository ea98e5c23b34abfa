import { describe, expect, it } from 'vitest'
import { conversationTitle } from './common'

describe('conversationTitle', () => {
  it('keeps what people write, joined emoji among it, in one form', () => {
    expect(conversationTitle.parse('  Cafe\u0301 👩‍🔬 \n two ')).toBe('Café 👩‍🔬   two')
  })

  it('cannot turn the direction of the list it stands in', () => {
    expect(conversationTitle.parse('a\u202egnp.exe\u2066b\u0007')).toBe('a gnp.exe b')
  })

  it.each(['', ' \u202e ', 'x'.repeat(201)])('refuses %j', title => {
    expect(conversationTitle.safeParse(title).success).toBe(false)
  })
})
