import { describe, expect, it } from 'vitest'
import { jsonLiteral, literal } from './gbnf'
import { anyObjectGrammar, grammarOfSchema } from './json-grammar'
import { toToolSchema, withoutNulls } from './tool-schema'

const ruleOf = (grammar: string, name: string) =>
  grammar
    .split('\n')
    .find(line => line.startsWith(`${name} ::= `))
    ?.slice(name.length + 5)

describe('a literal', () => {
  it('is what it says, whatever is in it', () => {
    expect(literal('a"b\\c\nd\u0001')).toBe('"a\\"b\\\\c\\nd\\x01"')
    expect(jsonLiteral({ a: 'x"y' })).toBe('"{\\"a\\":\\"x\\\\\\"y\\"}"')
  })
})

describe('the grammar of a schema', () => {
  it('has a root and every rule it names', () => {
    const schema = {
      type: 'object',
      properties: {
        list: { type: 'array', items: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/node' }] } },
        when: { type: 'string', format: 'date-time' },
        any: {},
      },
      required: ['list'],
      additionalProperties: { type: 'number' },
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    }
    for (const grammar of [anyObjectGrammar, grammarOfSchema(schema)]) {
      const names = new Set(grammar.split('\n').map(line => line.split(' ::= ')[0]))
      expect(names.has('root')).toBe(true)
      // What is left once literals, character classes and bounds are taken away are names of rules.
      const bare = grammar.replace(/"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}/g, ' ')
      for (const word of bare.match(/[a-z][a-z0-9-]*/g) ?? [])
        expect([word, names.has(word)]).toEqual([word, true])
    }
  })

  it.each([
    ['leads nowhere', { $ref: '#/$defs/none' }],
    ['leads out of it', { $ref: 'https://example.com/schema' }],
    ['leads to itself', { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } }],
    ['is nothing but itself', { allOf: [{ $ref: '#' }] }],
    ['is itself or something else', { anyOf: [{ type: 'string' }, { $ref: '#' }] }],
    ['has no choice', { enum: [] }],
    ['has an unknown type', { type: 'date' }],
    ['has a part that is no schema', { properties: { a: 'string' } }],
    ['has too many choices', { enum: Array.from({ length: 500 }, (_, index) => index) }],
  ])('is refused for one that %s', (_name, schema) => {
    expect(() => grammarOfSchema(schema)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
  })

  it('is refused for one that is too deep or too large, without taking long', () => {
    let deep: Record<string, unknown> = { type: 'string' }
    for (let level = 0; level < 5000; level += 1) deep = { type: 'array', items: deep }
    const wide = Object.fromEntries(
      Array.from({ length: 3000 }, (_, index) => [`p${index}`, { enum: ['a', 'b'] }]),
    )
    for (const schema of [deep, { type: 'object', properties: wide }]) {
      expect(() => grammarOfSchema(schema)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
    }
  })

  it('leaves out bounds that would make it huge', () => {
    const grammar = grammarOfSchema({ type: 'string', maxLength: 1_000_000 })
    expect(ruleOf(grammar, 'root')).toBe('string')
    expect(ruleOf(grammarOfSchema({ type: 'string', maxLength: 5 }), 'r0')).toBe('"\\"" char{0,5} "\\""')
  })
})

describe("a tool's schema", () => {
  const parameters = {
    type: 'object',
    properties: {
      city: { type: 'string', description: 'Where' },
      days: { type: 'integer' },
      note: { type: ['string', 'null'] },
      place: { type: 'object', properties: { zip: { type: 'string' } } },
      stops: { type: 'array', items: { $ref: '#/$defs/stop' } },
    },
    required: ['city'],
    $defs: {
      stop: {
        type: 'object',
        properties: { at: { type: 'string' }, why: { type: 'string' } },
        required: ['at'],
      },
    },
  }

  it('lets optional arguments be null, which are taken away again', () => {
    expect(toToolSchema(parameters)).toMatchObject({
      properties: {
        city: { type: 'string', description: 'Where' },
        days: { oneOf: [{ type: 'integer' }, { type: 'null' }] },
        note: { oneOf: [{ type: 'string' }, { type: 'null' }] },
      },
    })
    const given = {
      city: 'Bern',
      days: null,
      note: null,
      place: { zip: null },
      stops: [{ at: 'x', why: null }],
    }
    expect(withoutNulls(given, parameters, parameters)).toEqual({
      city: 'Bern',
      note: null,
      place: {},
      stops: [{ at: 'x' }],
    })
  })

  it('is none for a tool without arguments', () => {
    expect(toToolSchema({ type: 'object', properties: {} })).toBeNull()
    expect(toToolSchema({})).toBeNull()
    expect(toToolSchema({ type: 'object', additionalProperties: true })).not.toBeNull()
  })

  it('ends for one that contains itself', () => {
    const recursive = {
      type: 'object',
      properties: { child: { $ref: '#' }, name: { type: 'string' } },
      required: ['name', 'child'],
    }
    expect(JSON.stringify(toToolSchema(recursive)).length).toBeLessThan(20_000)
  })

  it('is refused when its references make it explode', () => {
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`)
    const wide = { type: 'object', properties: Object.fromEntries(names.map(name => [name, { $ref: '#' }])) }
    const twice = { description: 'a', allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] }
    const doubling = { type: 'object', allOf: twice.allOf, $defs: { a: twice } }
    const refused = expect.objectContaining({ code: 'BAD_REQUEST' })
    expect(() => toToolSchema(wide)).toThrow(refused)
    expect(() => toToolSchema(doubling)).toThrow(refused)
    expect(() => grammarOfSchema(doubling)).toThrow(refused)
  })

  it('takes an optional argument for one also where it is a reference', () => {
    const tree = { type: 'object', properties: { child: { $ref: '#' } } }
    expect(toToolSchema(tree)).toMatchObject({ properties: { child: { oneOf: [{}, { type: 'null' }] } } })
    expect(withoutNulls({ child: { child: null } }, tree, tree)).toEqual({ child: {} })
  })

  it('leaves arguments alone whose schema is nothing but itself', () => {
    const circle = { type: 'object', properties: { a: { $ref: '#/properties/a' } }, required: ['a'] }
    expect(withoutNulls({ a: { b: null } }, circle, circle)).toEqual({ a: { b: null } })
  })
})
