import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson, digestOf } from './canonical-json'

it('says the same of the same, in whatever order it was written', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  )
  expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }))
  expect(digestOf({ a: [1, 2] })).not.toBe(digestOf({ a: [2, 1] }))
  expect(digestOf('Looks.')).not.toBe(digestOf('Looks. '))
})

it('loses nothing of any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
