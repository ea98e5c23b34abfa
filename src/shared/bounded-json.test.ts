import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { parseBoundedJson } from './bounded-json'

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe('parseBoundedJson', () => {
  it('refuses two million brackets without parsing them', () => {
    const parse = vi.spyOn(JSON, 'parse')
    expect(() => parseBoundedJson('['.repeat(2_000_000), 64)).toThrow(RangeError)
    expect(parse).not.toHaveBeenCalled()
  })

  it('allows exactly as many levels as it is told', () => {
    expect(parseBoundedJson(nested(64), 64)).toBeInstanceOf(Array)
    expect(() => parseBoundedJson(nested(65), 64)).toThrow(RangeError)
    expect(() => parseBoundedJson('{"a\\\\":[1]}', 1)).toThrow(RangeError)
  })

  it('does not count brackets inside strings, escaped quotes included', () => {
    expect(parseBoundedJson('{"text": "[[[ \\" [[["}', 1)).toEqual({ text: '[[[ " [[[' })
  })

  it.each(['__proto__', '\\u005f_proto__', '__prot\\u006f__'])('drops the key %s at every level', key => {
    const value = parseBoundedJson(`{"${key}":{"admin":true},"b":{"${key}":1,"constructor":2}}`, 64)
    const copy = Object.assign({}, value)
    expect(copy).toEqual({ b: { constructor: 2 } })
    expect('admin' in copy).toBe(false)
  })

  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), value => {
        const text = JSON.stringify(value)
        fc.pre(!text.includes('__proto__'))
        expect(JSON.stringify(parseBoundedJson(text, 64))).toBe(text)
      }),
    )
  })
})
