import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const line = z.strictObject({
  id: z.string().regex(/^(known-|second-)?(simple|hard)-[a-z]{2}-\d{3}$/),
  lang: z.enum(['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ru', 'tr', 'ja', 'zh', 'ko', 'ar', 'hi']),
  tier: z.union([z.literal(0), z.literal(2)]),
  kind: z.string().regex(/^[a-z-]+$/),
  prompt: z.string().trim().min(2),
})
type Line = z.infer<typeof line>

function read(path: string): Line[] {
  const text = readFileSync(join(import.meta.dirname, '..', path), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map(json => line.parse(JSON.parse(json)))
}

const simple = read('prompts/simple.jsonl')
const hard = read('prompts/hard.jsonl')
const knownSimple = read('evaluation/known-simple.jsonl')
const knownHard = read('evaluation/known-hard.jsonl')
const secondSimple = read('evaluation/second-simple.jsonl')
const secondHard = read('evaluation/second-hard.jsonl')
const training = [...simple, ...hard]
const known = [...knownSimple, ...knownHard]
const second = [...secondSimple, ...secondHard]
const evaluation = [...known, ...second]

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim()

function shingles(text: string): Set<string> {
  const letters = plain(text)
  if (letters.length < 4) return new Set([letters])
  return new Set(Array.from({ length: letters.length - 3 }, (_, at) => letters.slice(at, at + 4)))
}

/** Shared four-letter pieces over all pieces: 1 for the same text, about 0.3 for two questions of one form. */
function likeness(left: Set<string>, right: Set<string>): number {
  const shared = [...left].filter(piece => right.has(piece)).length
  return shared / (left.size + right.size - shared)
}

function isNearCopy(left: Set<string>, right: Set<string>): boolean {
  // Sets whose sizes differ more than that cannot be alike enough, which spares most of the comparing.
  const bound = Math.min(left.size, right.size) / Math.max(left.size, right.size)
  return bound > 0.6 && likeness(left, right) > 0.6
}

describe('the prompts of the project', () => {
  it.each([
    ['simple', simple, 0, 'simple-'],
    ['hard', hard, 2, 'hard-'],
    ['known-simple', knownSimple, 0, 'known-simple-'],
    ['known-hard', knownHard, 2, 'known-hard-'],
    ['second-simple', secondSimple, 0, 'second-simple-'],
    ['second-hard', secondHard, 2, 'second-hard-'],
  ] as const)('have one tier and one kind of id in %s', (_name, lines, tier, prefix) => {
    expect(lines.filter(each => each.tier !== tier || !each.id.startsWith(prefix + each.lang))).toEqual([])
  })

  it('have an id each', () => {
    const ids = [...training, ...evaluation].map(each => each.id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it('never say the same twice, and never in training what is asked in evaluation', () => {
    const texts = [...training, ...evaluation].map(each => plain(each.prompt))
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([])
  })

  it.each([
    ['evaluation', 'training', evaluation, training],
    ['the second measurement', 'the first', second, known],
  ] as const)('are not near copies of each other across %s and %s', (_left, _right, asked, seen) => {
    const others = seen.map(each => ({ id: each.id, pieces: shingles(each.prompt) }))
    const copies = asked.flatMap(({ id, prompt }) => {
      const pieces = shingles(prompt)
      return others.filter(each => isNearCopy(pieces, each.pieces)).map(each => [id, each.id])
    })
    expect(copies).toEqual([])
  })

  it('hold both tiers in every language and in both parts', () => {
    for (const lines of [simple, hard, knownSimple, knownHard, secondSimple, secondHard])
      expect([...new Set(lines.map(each => each.lang))].sort()).toEqual([...line.shape.lang.options].sort())
  })

  it.each([
    ['training', simple, hard, 5, 30],
    ['the second measurement', secondSimple, secondHard, 10, 15],
  ] as const)('cannot be told apart by length alone in %s', (_name, easy, difficult, longOnes, shortOnes) => {
    expect(easy.filter(each => each.prompt.length > 300).length).toBeGreaterThanOrEqual(longOnes)
    expect(difficult.filter(each => each.prompt.length < 100).length).toBeGreaterThanOrEqual(shortOnes)
  })
})
