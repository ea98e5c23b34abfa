import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineForTests } from '../testing/engine-folder'
import {
  type BuiltEngine,
  buildEngineProcess,
  startTestEngine,
  type TestEngine,
} from '../testing/start-test-engine'

const never = new AbortController().signal

/** Random weights write whatever a grammar lets them: what comes out is a sample of all it allows. */
const schemas: [name: string, schema: Record<string, unknown>, check: (value: unknown) => void][] = [
  [
    'optional properties in their order, and no others',
    {
      type: 'object',
      properties: { a: { enum: [1] }, b: { enum: [2] }, c: { enum: [3] } },
      required: ['b'],
    },
    value => {
      expect(value).toMatchObject({ b: 2 })
      expect(['b', 'b,a', 'b,c', 'b,a,c']).toContain(Object.keys(Object(value)).join())
    },
  ],
  [
    'only optional properties',
    { type: 'object', properties: { x: { type: 'boolean' }, y: { type: 'null' } } },
    value => expect(['', 'x', 'y', 'x,y']).toContain(Object.keys(Object(value)).join()),
  ],
  [
    'alternatives, some of which contain the whole',
    {
      anyOf: [
        { type: 'boolean' },
        { type: 'object', properties: { inner: { $ref: '#' } }, required: ['inner'] },
      ],
    },
    value => expect(['boolean', 'object']).toContain(typeof value),
  ],
  [
    'lists with bounds, of fixed and of free items',
    {
      type: 'object',
      properties: {
        pair: { type: 'array', prefixItems: [{ const: 'k' }, { type: 'boolean' }], items: false },
        few: { type: 'array', items: { type: 'boolean' }, minItems: 2, maxItems: 3 },
        none: { type: 'array', maxItems: 0 },
      },
      required: ['pair', 'few', 'none'],
    },
    value => {
      expect(value).toEqual({ pair: ['k', expect.any(Boolean)], few: expect.any(Array), none: [] })
      const { length } = Object(value).few
      expect([2, 3]).toContain(length)
    },
  ],
  [
    'what all of several schemas ask for',
    {
      allOf: [{ $ref: '#/$defs/named' }, { properties: { on: { type: 'boolean' } }, required: ['on'] }],
      $defs: {
        named: { type: 'object', properties: { name: { type: 'string', maxLength: 4 } }, required: ['name'] },
      },
    },
    value => expect(value).toEqual({ name: expect.stringMatching(/^.{0,4}$/su), on: expect.any(Boolean) }),
  ],
  [
    'strings of a form and of a length',
    {
      type: 'object',
      properties: {
        day: { type: 'string', format: 'date' },
        id: { type: 'string', format: 'uuid' },
        code: { type: 'string', minLength: 3, maxLength: 3 },
        odd: { const: 'quote " and \\ and \n' },
      },
      required: ['day', 'id', 'code', 'odd'],
    },
    value =>
      expect(value).toEqual({
        day: expect.stringMatching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        code: expect.stringMatching(/^.{3}$/su),
        odd: 'quote " and \\ and \n',
      }),
  ],
  [
    'several types, and properties under any name',
    {
      type: 'object',
      properties: { n: { type: ['integer', 'null'] } },
      required: ['n'],
      additionalProperties: { type: 'boolean' },
    },
    value => {
      const { n, ...others } = Object(value)
      expect(n === null || Number.isInteger(n) || Math.abs(n) > 1e15).toBe(true)
      for (const other of Object.values(others)) expect(typeof other).toBe('boolean')
    },
  ],
]

describe.skipIf(engineForTests() === null)(
  'a model with random weights keeps to',
  { timeout: 60_000 },
  () => {
    let built: BuiltEngine
    let test: TestEngine
    beforeAll(async () => {
      built = await buildEngineProcess()
      test = startTestEngine({ entry: built.entry, models: { brief: { ends: 'often' } } })
    })
    afterAll(async () => {
      await test.stop()
      built.remove()
    })

    it.each(schemas)('%s', async (_name, schema, check) => {
      let whole = 0
      for (let seed = 1; seed <= 6; seed += 1) {
        const request = {
          model: 'brief',
          messages: [{ role: 'user' as const, content: '?' }],
          format: { type: 'schema' as const, name: 'x', schema },
          maxTokens: 500,
          seed,
        }
        const { content, reason } = await test.client.complete(request, { signal: never })
        // A text that found no end within its tokens is a beginning only.
        if (reason === 'length') continue
        whole += 1
        check(JSON.parse(content))
      }
      expect(whole).toBeGreaterThan(0)
    })
  },
)
