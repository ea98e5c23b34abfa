import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from './fixtures/any-text'
import { cleanText, extractJson, firstLine, parseBytes, parseMebibytes, parsePercent } from './text'

describe('cleanText', () => {
  it('takes control, escape and bidirectional characters out of a name that goes on screen', () => {
    expect(cleanText('NVIDIA\u001b[31m \u202eRTX\n4090\u0000')).toBe('NVIDIA [31m RTX 4090')
  })

  it('keeps to its limit and never leaves half a character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const cleaned = cleanText(text, limit)
        expect(cleaned.length).toBeLessThanOrEqual(limit)
        expect(cleaned.isWellFormed()).toBe(true)
      }),
    )
  })
})

describe('figures', () => {
  it.each([
    ['24564', 24564],
    ['24564.5', 24564.5],
    ['24564,5', 24564.5],
    ['24,564', 24564],
    ['1.024.000', 1024000],
    ['24564 MiB', 24564],
  ])('reads %j MiB', (text, mebibytes) => {
    expect(parseMebibytes(text)).toBe(mebibytes * 1024 ** 2)
  })

  it.each(['', '-1', '[N/A]', '24 GB', '1e3', '99999999999999999999', '1.2.3', 'NaN'])(
    'refuses %j MiB',
    text => {
      expect(parseMebibytes(text)).toBeNull()
    },
  )

  it.each([['25753026560'], [25753026560]])('reads %j bytes', value => {
    expect(parseBytes(value)).toBe(25753026560)
  })

  it.each([['N/A'], [-1], [Number.NaN], [Number.POSITIVE_INFINITY], [null], ['0x10'], ['9'.repeat(16)]])(
    'refuses %j bytes',
    value => {
      expect(parseBytes(value)).toBeNull()
    },
  )

  it.each([
    ['37', 0.37],
    ['37 %', 0.37],
    ['3,5', 0.035],
    [100, 1],
    ['0', 0],
  ])('reads %j percent', (value, fraction) => {
    expect(parsePercent(value)).toBe(fraction)
  })

  it.each([['101'], ['-3'], ['[N/A]'], [undefined], [''], [Number.NaN]])('refuses %j percent', value => {
    expect(parsePercent(value)).toBeNull()
  })
})

describe('extractJson', () => {
  it('finds the value behind log lines that begin with a bracket themselves', () => {
    expect(extractJson('[WARN] low power\n{oops\n  {"a": [1]}\ntrailing')).toEqual({ a: [1] })
  })

  it('stays fast on a megabyte of anything', () => {
    const startedAt = performance.now()
    for (const filler of ['\n', ' ', '[', '{\n', '"']) extractJson(filler.repeat(1024 * 1024))
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })
})

describe('firstLine', () => {
  it('skips empty lines', () => {
    expect(firstLine('\r\n  \r\nFailed to initialize NVML\r\nmore')).toBe('Failed to initialize NVML')
    expect(firstLine('')).toBe('')
  })
})
