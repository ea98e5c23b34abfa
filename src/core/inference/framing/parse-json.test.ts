import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exceedsDepth, parseJson } from './parse-json'

describe('parseJson', () => {
  it('refuses two million brackets without parsing them', () => {
    const start = performance.now()
    expect(() => parseJson('['.repeat(2_000_000))).toThrow(/deeper/)
    expect(performance.now() - start).toBeLessThan(100)
  })

  it('allows exactly 64 levels', () => {
    expect(parseJson(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeInstanceOf(Array)
    expect(() => parseJson(`${'['.repeat(65)}${']'.repeat(65)}`)).toThrow(/deeper/)
  })

  it('does not count brackets inside strings, escaped quotes included', () => {
    expect(exceedsDepth('"[[[\\"[[["', 1)).toBe(false)
    expect(exceedsDepth('{"a\\\\":[1]}', 1)).toBe(true)
  })

  it.each(['{"__proto__":{"admin":true},"a":1}', '{"\\u005f_proto__":{"admin":true},"a":1}'])(
    'drops a key that would become a prototype: %s',
    text => {
      const copy = Object.assign({}, parseJson(text))
      expect(copy).toEqual({ a: 1 })
      expect('admin' in copy).toBe(false)
    },
  )

  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), value => {
        const text = JSON.stringify(value)
        fc.pre(!text.includes('__proto__'))
        expect(JSON.stringify(parseJson(text))).toBe(text)
      }),
    )
  })

  it('says MALFORMED_RESPONSE for anything else', () => {
    for (const text of ['', '{', 'nul', '<html>', '{"a":1}x']) {
      expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_RESPONSE' }))
    }
  })
})
