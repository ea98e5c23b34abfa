import { expect, it } from 'vitest'
import { billionsOf, suggestTier } from './suggest-tier'

it.each([
  ['qwen3:14b', 14],
  ['Meta-Llama-3.1-70B-Instruct', 70],
  ['qwen2.5:0.5b', 0.5],
  ['mixtral:8x7b', 56],
  ['phi-4', null],
  // A quantisation, a version, and a word that ends in b.
  ['llama3:q4b1', null],
  ['gemma:latest', null],
  ['web2b-model', null],
])('reads the size of %s', (model, billions) => {
  expect(billionsOf(model)).toBe(billions)
})

it('proposes a tier by the largest model, and none where nothing tells', () => {
  const of = (models: string[], reachable = true) => suggestTier({ models, reachable })
  expect(of(['a:3b', 'b:32b'])).toEqual({ tier: 2, billions: 32 })
  expect(of(['a:8b'])?.tier).toBe(1)
  expect(of(['a:3b'])?.tier).toBe(0)
  expect(of(['phi-4'])).toBeNull()
  expect(of(['b:32b'], false)).toBeNull()
})
