import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json'

describe('parseJson', () => {
  it('says MALFORMED_RESPONSE for what is no JSON', () => {
    for (const text of ['', '{', 'nul', '<html>', '{"a":1}x']) {
      expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_RESPONSE' }))
    }
  })

  it('allows 64 levels and says so when there are more', () => {
    expect(parseJson(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeInstanceOf(Array)
    expect(() => parseJson(`${'['.repeat(65)}${']'.repeat(65)}`)).toThrow(
      expect.objectContaining({ code: 'MALFORMED_RESPONSE', message: expect.stringContaining('64 levels') }),
    )
  })
})
