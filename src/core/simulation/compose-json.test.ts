import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { composeObject, composeValue } from './compose-json'

const fits = (schema: Record<string, unknown>, value: unknown): boolean =>
  z.fromJSONSchema(schema).safeParse(value).success

type Schema = Record<string, unknown>

const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ minLength: fc.nat(30), type: fc.constant('string') }),
  fc.record({ maxLength: fc.nat(30), type: fc.constant('string') }),
  fc.integer({ min: -50, max: 50 }).map(minimum => ({ type: 'integer', minimum, maximum: minimum + 3 })),
  fc.integer({ min: -50, max: 50 }).map(maximum => ({ type: 'number', exclusiveMaximum: maximum })),
  fc.integer({ min: -50, max: 50 }).map(low => ({ type: 'integer', exclusiveMinimum: low })),
  fc.constant({ type: 'boolean' }),
  fc.constant({ type: 'null' }),
  fc.array(fc.string(), { minLength: 1, maxLength: 4 }).map(choices => ({ enum: choices })),
  fc.integer().map(value => ({ const: value })),
)
const { schema: schemas } = fc.letrec<{ schema: Schema }>(tie => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc
      .dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('schema'), { maxKeys: 4 })
      .map(properties => ({ type: 'object', properties, required: Object.keys(properties) })),
    fc
      .tuple(tie('schema'), fc.nat(3))
      .map(([items, minItems]) => ({ type: 'array', items, minItems, maxItems: 4 })),
    tie('schema').map(inner => ({ anyOf: [inner, { type: 'null' }] })),
  ),
}))

describe('composeValue', () => {
  it('keeps to every schema of the usual kind, and is the same each time', () => {
    fc.assert(
      fc.property(schemas, fc.string(), (schema, prompt) => {
        const value = composeValue(schema, prompt)
        expect(fits(schema, value), JSON.stringify({ schema, value })).toBe(true)
        expect(composeValue(schema, prompt)).toEqual(value)
      }),
    )
  })

  it('follows references and ends those that go in a circle', () => {
    const node = {
      type: 'object',
      properties: { name: { type: 'string' }, next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
    }
    const value = composeValue({ $ref: '#/$defs/node', $defs: { node } }, 'a chain')
    expect(value).toMatchObject({ name: expect.stringContaining('name'), next: { next: expect.anything() } })
    expect(JSON.stringify(value).length).toBeLessThan(2000)
  })

  it('speaks of the question', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } }
    expect(composeValue(schema, 'Weather of Oldenburg tomorrow?')).toEqual({
      city: 'city Oldenburg tomorrow',
    })
  })
})

describe('composeObject', () => {
  it('says that it is simulated', () => {
    expect(composeObject('m', 'Hi')).toMatchObject({ simulated: true, model: 'm' })
  })
})
