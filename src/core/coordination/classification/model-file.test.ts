import { describe, expect, it } from 'vitest'
import { readModel, writeModel } from './model-file'
import content from './tier-model.json' with { type: 'json' }

const model = readModel(content)

describe('the file of a model', () => {
  it('is the same after it was read and written', () => {
    expect(writeModel(model)).toEqual(content)
  })

  it.each<[string, (file: typeof content) => unknown, RegExp]>([
    ['is nothing', () => null, /damaged/],
    ['is of another version', file => ({ ...file, version: 1 }), /damaged[\s\S]*version/],
    [
      'was cut off',
      file => ({ ...file, center: file.center.slice(0, 40) }),
      /damaged: the centers of features/,
    ],
    [
      'has weights that are no numbers',
      file => ({ ...file, scale: Buffer.alloc(4 * file.names.length, 0xff).toString('base64') }),
      /damaged: the scales of features is not all numbers/,
    ],
    ['knows other features', file => ({ ...file, names: file.names.slice(1) }), /train:routing/],
    [
      'has a short table of n-grams',
      file => ({ ...file, heads: [{ ...file.heads[0], grams: 'AAAA' }, file.heads[1]] }),
      /damaged: the weights of n-grams has 3 bytes/,
    ],
    [
      'has a forest that was cut off',
      file => ({ ...file, forest: { ...file.forest, limits: file.forest.limits.slice(0, 400) } }),
      /damaged: the limits of the forest has 300 bytes/,
    ],
  ])('is refused with the reason when it %s', (_what, spoil, reason) => {
    expect(() => readModel(spoil(content))).toThrow(reason)
  })
})
