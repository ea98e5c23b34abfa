import { describe, expect, it } from 'vitest'
import { contextText, partText, sizeText } from './sizes'

describe('sizes', () => {
  it('are decimal, as the servers that offer the downloads count', () => {
    expect(sizeText(4_683_087_332)).toBe('4.7 GB')
    expect(sizeText(42_520_413_916)).toBe('43 GB')
    expect(sizeText(9_960_000_000)).toBe('10 GB')
    expect(sizeText(999_600_000)).toBe('1 GB')
    expect(sizeText(274_302_450)).toBe('274 MB')
    expect(sizeText(480_000)).toBe('480 KB')
  })

  it('name the unit of a part and its whole once', () => {
    expect(partText(1.2e9, 4.7e9)).toBe('1.2 of 4.7 GB')
    expect(partText(800e6, 4.7e9)).toBe('800 MB of 4.7 GB')
  })

  it('name a context as models do, and do not round one that is counted otherwise', () => {
    expect([8192, 40_960, 131_072, 1_048_576].map(tokens => contextText(tokens))).toEqual([
      '8K',
      '40K',
      '128K',
      '1M',
    ])
    expect([8000, 128_000, 5001].map(tokens => contextText(tokens))).toEqual(['8,000', '128,000', '5,001'])
  })
})
