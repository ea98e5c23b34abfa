import { describe, expect, it } from 'vitest'
import { createAnswerLengths } from './answer-lengths'
import { usualAnswer } from './presumed-pace'

const written = (answers: readonly [model: string, tokens: number, times: number][]) => {
  const lengths = createAnswerLengths()
  for (const [model, tokens, times] of answers)
    for (let count = 0; count < times; count += 1) lengths.add(model, 'simple', tokens)
  return lengths
}

describe('the usual length of an answer', () => {
  it('is presumed at first and then what the model wrote, for each class of question', () => {
    expect(written([]).of('small')).toEqual(usualAnswer)
    const lengths = written([['small', 40, 30]])
    expect(lengths.of('small').simple).toBeGreaterThan(39)
    expect(lengths.of('small').simple).toBeLessThan(50)
    expect(lengths.of('small').complex).toBe(usualAnswer.complex)
  })

  it('is that of the other models for one that has not written yet', () => {
    const lengths = written([['small', 40, 30]])
    expect(lengths.of('large').simple).toBeGreaterThan(39)
    expect(lengths.of('large').simple).toBeLessThan(50)
    const talkative = written([
      ['small', 40, 30],
      ['thinker', 2000, 10],
    ])
    expect(talkative.of('thinker').simple).toBeGreaterThan(1000)
    expect(talkative.of('small').simple).toBeLessThan(60)
  })

  it('takes no notice of a few odd answers, and follows when they become the rule', () => {
    const odd = written([
      ['small', 40, 30],
      ['small', 5000, 5],
    ])
    expect(odd.of('small').simple).toBeLessThan(60)
    const changed = written([
      ['small', 40, 30],
      ['small', 5000, 48],
    ])
    expect(changed.of('small').simple).toBeGreaterThan(4000)
  })

  it('follows in the object that was handed out, under either name of the model', () => {
    const lengths = createAnswerLengths()
    const seen = lengths.of('small')
    for (let count = 0; count < 30; count += 1) lengths.add('small:latest', 'simple', 10)
    expect(seen.simple).toBeLessThan(30)
  })
})
