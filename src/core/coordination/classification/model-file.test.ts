import { describe, expect, it } from 'vitest'
import { readModel, writeModel } from './model-file'
import { logOddsOf, readFeatures } from './score-text'
import content from './tier-model.json' with { type: 'json' }

const model = readModel(content)

describe('the file of a model', () => {
  it('is the same after it was read and written', () => {
    expect(writeModel(model)).toEqual(content)
  })

  it('keeps what a model says to the third digit, though weights are rounded', () => {
    // Weights between the steps of the file, as training makes them.
    const between = model.heads.map(head => ({
      ...head,
      grams: head.grams.map((weight, at) => weight + ((at % 7) - 3) * 1e-5),
    }))
    const [first = model.heads[0], second = model.heads[1]] = between
    const exact = { ...model, heads: [first, second] as const }
    const rounded = readModel(writeModel(exact))
    for (const text of [
      'hi',
      'Prove that the sum of two odd numbers is even.',
      'Écris un poème sur la mer.',
    ]) {
      const features = readFeatures(text)
      const [medium, powerful] = logOddsOf(exact, features)
      expect(logOddsOf(rounded, features)[0]).toBeCloseTo(medium, 3)
      expect(logOddsOf(rounded, features)[1]).toBeCloseTo(powerful, 3)
    }
  })

  it.each<[string, (file: typeof content) => unknown, RegExp]>([
    ['is nothing', () => null, /damaged/],
    ['is of another version', file => ({ ...file, version: 2 }), /damaged[\s\S]*version/],
    [
      'was cut off',
      file => ({ ...file, center: file.center.slice(0, 40) }),
      /damaged: the centers of features/,
    ],
    ['has weights that are no numbers', file => ({ ...file, scale: '//////////'.repeat(60) }), /damaged/],
    ['knows other features', file => ({ ...file, names: file.names.slice(1) }), /train:routing/],
    [
      'has a short table of n-grams',
      file => ({ ...file, heads: [{ ...file.heads[0], grams: 'AAAA' }, file.heads[1]] }),
      /damaged: the weights of n-grams has 3 bytes/,
    ],
  ])('is refused with the reason when it %s', (_what, spoil, reason) => {
    expect(() => readModel(spoil(content))).toThrow(reason)
  })
})
