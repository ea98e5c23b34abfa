import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestTime } from '../testing/best-time'
import { extractFeatures, type PromptFeatures } from './prompt-features'

const names: (keyof PromptFeatures)[] = [
  'length',
  'reasoning',
  'making',
  'code',
  'mathematics',
  'demands',
  'lookup',
  'everyday',
]

describe('a feature is seen', () => {
  it.each<[keyof PromptFeatures, string]>([
    ['reasoning', 'Compare both.'],
    ['reasoning', 'Begründe es.'],
    ['reasoning', 'Démontrez-le.'],
    ['reasoning', 'Diseña un plan.'],
    ['making', 'Write me a limerick'],
    ['making', 'Écris un poème'],
    ['making', 'Peux-tu écris un poème'],
    ['code', 'Is C++ fast?'],
    ['code', 'C++'],
    ['code', '#include <stdio.h>'],
    ['code', 'x\n  #include "a.h"'],
    ['code', 'const x = 1;'],
    ['code', 'def f(x):'],
    ['code', '```\nx\n```'],
    ['code', 'a => b'],
    ['mathematics', 'x^2 with 3^x'],
    ['mathematics', 'the \\frac{a}{b}'],
    ['demands', '- a\n- b'],
    ['demands', '1. a\n\n\n   2) b'],
    ['lookup', 'What is the capital of France?'],
    ['lookup', '¿Quién escribió Don Quijote?'],
    ['lookup', 'Qué es la entropía'],
    ['lookup', 'Où est la gare ?'],
    ['lookup', '"Where is it?" they ask'],
    ['everyday', 'Set a timer'],
  ])('%s in %j', (feature, text) => {
    expect(extractFeatures(text)[feature]).toBeGreaterThan(0)
  })

  it.each<[keyof PromptFeatures, string]>([
    ['making', 'The classroom reports on stories'],
    ['making', 'les écrissures'],
    ['code', 'let us import apples from Spain'],
    ['lookup', 'Ouest'],
    ['lookup', 'Oùest'],
    ['lookup', `What is ${'a '.repeat(30)}`],
    ['demands', 'One question only?'],
  ])('but no %s in %j', (feature, text) => {
    expect(extractFeatures(text)[feature]).toBe(0)
  })
})

describe('any text at all', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc
      .array(fc.constantFrom('prove ', 'thanks', '?', '\n', '- ', '```', 'ü', '\ud800', '$', '1. '))
      .map(x => x.join('')),
  )

  it('gives finite features within their range', () => {
    fc.assert(
      fc.property(texts, text => {
        const features = extractFeatures(text)
        for (const name of names) {
          expect(features[name]).toBeGreaterThanOrEqual(0)
          expect(features[name]).toBeLessThanOrEqual(name === 'length' ? 3 : 1)
        }
      }),
    )
  })
})

describe('the work for hostile text', () => {
  const units = {
    'repeated letters': 'a',
    spaces: ' ',
    newlines: '\n',
    'tabs and newlines': '\t\n',
    'keywords without code': 'let ',
    'import from': 'import from ',
    brackets: '[{(',
    braces: '} ',
    'open tags': '<a',
    dollars: '$a ',
    'digits and spaces': '1  ',
    'list marks': '- ',
    'reasoning words': 'reason ',
    'how how': 'how ',
  }

  it.each(Object.entries(units))('grows no faster than the text: %s', (_name, unit) => {
    const of = (length: number) => unit.repeat(Math.ceil(length / unit.length))
    const half = of(3900)
    const whole = of(7800)
    const small = bestTime(() => extractFeatures(half))
    const large = bestTime(() => extractFeatures(whole))
    // Twice the text: 2 for linear work, 4 for quadratic. Below 2 ms the clock says little and nobody cares.
    expect(large).toBeLessThan(Math.max(2, 3.2 * small))
  })

  it('is bounded for texts of any length', () => {
    const of = (length: number) => 'let us go\n'.repeat(length / 10)
    const small = bestTime(() => extractFeatures(of(10_000)))
    const large = bestTime(() => extractFeatures(of(1_000_000)))
    expect(large).toBeLessThan(Math.max(5, 3 * small))
  })
})
