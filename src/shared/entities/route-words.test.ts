import { describe, expect, it } from 'vitest'
import { english } from '../texts/english'
import { percentages, shiftText, signed, weighingTexts } from './route-words'

describe('percentages', () => {
  it('adds up to 100, where rounding each alone would give 99 or 101', () => {
    expect(percentages([1 / 3, 1 / 3, 1 / 3]).reduce((sum, value) => sum + value, 0)).toBe(100)
    expect(percentages([0.625, 0.205, 0.17])).toEqual([63, 20, 17])
    expect(percentages([0.005, 0.99, 0.005]).reduce((sum, value) => sum + value, 0)).toBe(100)
  })

  it('keeps a certainty', () => {
    expect(percentages([0, 0, 1])).toEqual([0, 0, 100])
  })
})

describe('shiftText', () => {
  it('says which way and how far for each boundary that moved', () => {
    expect(shiftText([0.3, -0.9], english)).toBe(
      'Learnt from you: it goes above Fast a little sooner, and goes to Powerful much later.',
    )
    expect(shiftText([0, 0.5], english)).toBe('Learnt from you: it goes to Powerful sooner.')
  })

  it('says nothing of what the figure would show as zero', () => {
    expect(shiftText([0.04, -0.04], english)).toBeNull()
    expect(signed(-0.04, english)).toBe('0.0')
    expect(signed(-0.31, english)).toBe('−0.3')
    expect(signed(0.05, english)).toBe('+0.1')
  })
})

describe('weighingTexts', () => {
  const classification = { class: 'simple', tier: 0, reasons: [], gates: [], estimatedTokens: 3 } as const

  it('is silent about decisions of earlier versions', () => {
    expect(weighingTexts({ ...classification, reasons: [], gates: [] }, english)).toEqual([])
  })

  it('names the preference and what was learnt', () => {
    expect(
      weighingTexts(
        { ...classification, reasons: [], gates: [], preference: 'eco', shift: [0.3, 0] },
        english,
      ),
    ).toEqual([
      'Preference Eco: stays small unless it clearly needs more.',
      'Learnt from you: it goes above Fast a little sooner.',
    ])
  })
})
