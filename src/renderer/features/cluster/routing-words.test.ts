import { describe, expect, it } from 'vitest'
import { noSignals } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import { boundaries, learntText, signalCounts } from './routing-words'

describe('boundaries', () => {
  it('shows a sign and the bound, and never a negative zero', () => {
    expect(boundaries({ shift: [0.3, -0.01], bound: 1 }, english).map(({ text }) => text)).toEqual([
      '+0.3 of ±1',
      '0.0 of ±1',
    ])
  })
})

describe('signalCounts', () => {
  it('leaves out what never came', () => {
    expect(signalCounts({ ...noSignals, thumb_down: 2, redo_bigger: 1 }, english)).toEqual([
      { kind: 'redo_bigger', words: 'redone on a larger node', count: 1 },
      { kind: 'thumb_down', words: 'bad answers', count: 2 },
    ])
  })
})

describe('learntText', () => {
  it('tells apart nothing given, nothing moved and something moved', () => {
    expect(learntText({ learn: true, shift: [0, 0], signals: noSignals }, english)).toMatch(/^Nothing yet/)
    expect(learntText({ learn: true, shift: [0, 0], signals: { ...noSignals, thumb_up: 1 } }, english)).toBe(
      '1 signal so far, not enough to move anything.',
    )
    expect(
      learntText({ learn: true, shift: [0.4, 0], signals: { ...noSignals, redo_bigger: 4 } }, english),
    ).toBe('Learnt from you: it goes above Fast sooner.')
  })

  it('does not claim an effect while learning is off', () => {
    expect(
      learntText({ learn: false, shift: [0, 0], signals: { ...noSignals, redo_bigger: 4 } }, english),
    ).toBe('4 signals are kept and not used while this is off.')
  })
})
