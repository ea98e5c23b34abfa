import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as samples from '../fixtures/amd'
import { anyText } from '../fixtures/any-text'
import { parseAmdSmi } from './amd-smi'
import { parseRocmSmi } from './rocm-smi'

const rx7900Xtx = { name: 'Radeon RX 7900 XTX', memoryBytes: 25753026560 }

describe('parseRocmSmi', () => {
  it('reads the keys of ROCm 5', () => {
    expect(parseRocmSmi(samples.rocm5Rx7900Xtx)).toEqual([
      { ...rx7900Xtx, memoryUsedBytes: 27860992, load: 0.07 },
    ])
  })

  it('reads the keys of ROCm 6 behind a warning, in the order of the cards and without "system"', () => {
    expect(parseRocmSmi(samples.rocm6Rx7900Xtx)).toEqual([
      { ...rx7900Xtx, memoryUsedBytes: 21474836480, load: 0.99 },
      { name: 'Raphael', memoryBytes: 536870912, memoryUsedBytes: 26079232, load: 0 },
    ])
  })

  it('does not show a device number as a name', () => {
    expect(parseRocmSmi(samples.rocmUnnamedCard)).toEqual([
      { name: 'AMD GPU', memoryBytes: 17163091968, memoryUsedBytes: null, load: null },
    ])
  })

  it.each([samples.rocmNoDriver, '', '{}', '{"system": {}}', samples.rocm5Rx7900Xtx.slice(0, 90)])(
    'says null, not "no cards", for %j',
    output => {
      expect(parseRocmSmi(output)).toBeNull()
    },
  )
})

describe('parseAmdSmi', () => {
  it('reads the bare list of the first versions, its MB being MiB', () => {
    expect(parseAmdSmi(samples.amdSmiList)).toEqual([
      { name: 'AMD Instinct MI210', memoryBytes: 65520 * 1024 ** 2 },
    ])
  })

  it('reads the wrapped list behind Python warnings, with a card that tells nothing', () => {
    expect(parseAmdSmi(samples.amdSmiWrapped)).toEqual([
      { name: 'AMD Radeon RX 7800 XT', memoryBytes: 16368 * 1024 ** 2 },
      { name: 'AMD GPU', memoryBytes: null },
    ])
  })

  it.each(['', 'null', '{"gpu_data": 3}', samples.amdSmiWrapped.slice(0, 200)])(
    'says null for %j',
    output => {
      expect(parseAmdSmi(output)).toBeNull()
    },
  )
})

describe('both', () => {
  it('never throw, whatever is printed', () => {
    const json = fc.oneof(
      fc.json(),
      fc
        .dictionary(fc.constantFrom('card0', 'card1', '__proto__', 'gpu_data'), fc.jsonValue())
        .map(value => JSON.stringify(value)),
    )
    const output = fc.oneof(
      anyText,
      json,
      fc.tuple(fc.string(), json).map(parts => parts.join('\n')),
    )
    fc.assert(
      fc.property(output, text => {
        for (const card of [...(parseRocmSmi(text) ?? []), ...(parseAmdSmi(text) ?? [])]) {
          expect(card.name).not.toBe('')
          expect(card.memoryBytes ?? 0).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
