import { expect, it } from 'vitest'
import { english } from '../../../shared/texts/english'
import { tierFigures } from './tier-figures'

const one = {
  tier: 0,
  answers: 12,
  failures: 0,
  tokens: 900,
  fallbacks: 0,
  ttftMs: 240,
  tokensPerSecond: 80,
} as const

it('says that a tier did nothing', () => {
  const nothing = { counts: 'No answer yet', speed: '' }
  expect(tierFigures(undefined, english)).toEqual(nothing)
  expect(tierFigures({ ...one, answers: 0, ttftMs: null, tokensPerSecond: null }, english)).toEqual(nothing)
})

it('leaves out what never happened', () => {
  expect(tierFigures(one, english)).toEqual({ counts: '12 answers', speed: 'first token 240 ms · 80 tok/s' })
})

it('owns up to failures and to answers that belonged elsewhere', () => {
  const figures = tierFigures(
    {
      ...one,
      answers: 0,
      failures: 1,
      fallbacks: 2,
      ttftMs: null,
      tokensPerSecond: null,
    },
    english,
  )
  expect(figures).toEqual({ counts: '0 answers · 1 failed · 2 for another tier', speed: '' })
})
