import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorCodes, errorShape, errorTable, HarombeError, parseError } from './errors'

const shapes = fc.record(
  {
    code: fc.constantFrom(...errorCodes),
    message: fc.string(),
    retryable: fc.boolean(),
    hint: fc.string(),
    data: fc.dictionary(fc.string(), fc.jsonValue()),
  },
  { requiredKeys: ['code', 'message', 'retryable'] },
)

describe('an error that crosses a process', () => {
  it('comes back with every field it left with', () => {
    fc.assert(
      fc.property(shapes, shape => {
        const crossed: unknown = JSON.parse(JSON.stringify(HarombeError.fromShape(shape).toShape()))
        // Through JSON on both sides: -0 and prototypes are not ours to keep.
        expect(parseError(crossed).toShape()).toEqual(JSON.parse(JSON.stringify(shape)))
      }),
    )
  })

  it.each(Object.entries(errorTable))(
    '%s has the retryability of the table unless told otherwise',
    (code, row) => {
      const error = new HarombeError(code as keyof typeof errorTable, 'x')
      expect(error.retryable).toBe(row.retryable)
      expect(row.status).toBeGreaterThanOrEqual(400)
    },
  )

  it('leaves stack and cause behind', () => {
    const error = new HarombeError('INTERNAL', 'x', { cause: new Error('private') })
    expect(JSON.stringify(error.toShape())).not.toMatch(/private|stack|cause/)
  })
})

describe('parseError', () => {
  const good = { code: 'TIMEOUT', message: 'Too late.', retryable: true }

  it.each([
    null,
    undefined,
    'TIMEOUT',
    7,
    [],
    {},
    { ...good, code: 'timeout' },
    { ...good, code: 'toString' },
    { ...good, code: ['TIMEOUT'] },
    { ...good, message: { toString: 'x' } },
    { ...good, message: null },
    { ...good, retryable: 'yes' },
    { ...good, hint: 7 },
    { ...good, hint: null },
    { ...good, data: 'x' },
    { ...good, data: null },
    { ...good, data: [1] },
  ])('makes INTERNAL of %j', value => {
    const error = parseError(value)
    expect(error.code).toBe('INTERNAL')
    expect(error.data).toBeUndefined()
  })

  it('takes nothing from a shape but the fields of the shape', () => {
    const error = parseError({ ...good, cause: 'smuggled', stack: 'smuggled', name: 'smuggled', status: 200 })
    expect(error.code).toBe('TIMEOUT')
    expect(error.cause).toBeUndefined()
    expect(error.name).toBe('HarombeError')
    expect(error.stack).not.toContain('smuggled')
  })

  it('agrees with the schema about what an error is', () => {
    const values = fc.oneof(
      shapes,
      fc.record({ code: fc.anything(), message: fc.anything(), retryable: fc.boolean() }),
      fc.anything(),
    )
    fc.assert(
      fc.property(values, value => {
        const crossed: unknown = JSON.parse(JSON.stringify(value) ?? 'null')
        const bySchema = errorShape.safeParse(crossed)
        const byHand = parseError(crossed)
        if (bySchema.success) expect(byHand.toShape()).toEqual(bySchema.data)
        else expect(byHand.message).toBe('The other side reported an error that could not be read.')
      }),
    )
  })
})
