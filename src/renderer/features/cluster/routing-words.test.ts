import { describe, expect, it } from 'vitest'
import { boundaries, learntText, signalCounts } from './routing-words'

const none = {
  redo_bigger: 0,
  redo_smaller: 0,
  forced: 0,
  thumb_up: 0,
  thumb_down: 0,
  escalation_taken: 0,
  escalation_ignored: 0,
}

describe('boundaries', () => {
  it('shows a sign and the bound, and never a negative zero', () => {
    expect(boundaries({ shift: [0.3, -0.01], bound: 1 }).map(({ text }) => text)).toEqual([
      '+0.3 of ±1',
      '0.0 of ±1',
    ])
  })
})

describe('signalCounts', () => {
  it('leaves out what never came', () => {
    expect(signalCounts({ ...none, thumb_down: 2, redo_bigger: 1 })).toEqual([
      { kind: 'redo_bigger', words: 'redone on a larger node', count: 1 },
      { kind: 'thumb_down', words: 'bad answers', count: 2 },
    ])
  })
})

describe('learntText', () => {
  it('tells apart nothing given, nothing moved and something moved', () => {
    expect(learntText({ learn: true, shift: [0, 0], signals: none })).toMatch(/^Nothing yet/)
    expect(learntText({ learn: true, shift: [0, 0], signals: { ...none, thumb_up: 1 } })).toBe(
      '1 signal so far, not enough to move anything.',
    )
    expect(learntText({ learn: true, shift: [0.4, 0], signals: { ...none, redo_bigger: 4 } })).toBe(
      'Learnt from you: it goes above Fast sooner.',
    )
  })

  it('does not claim an effect while learning is off', () => {
    expect(learntText({ learn: false, shift: [0, 0], signals: { ...none, redo_bigger: 4 } })).toBe(
      '4 signals are kept and not used while this is off.',
    )
  })
})
