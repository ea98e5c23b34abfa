import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const line = z.strictObject({
  id: z.string().regex(/^(known-)?(simple|hard)-[a-z]{2}-\d{3}$/),
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
const training = [...simple, ...hard]
const evaluation = [...knownSimple, ...knownHard]

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

describe('the prompts of the project', () => {
  it.each([
    ['simple', simple, 0, 'simple-'],
    ['hard', hard, 2, 'hard-'],
    ['known-simple', knownSimple, 0, 'known-simple-'],
    ['known-hard', knownHard, 2, 'known-hard-'],
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

  it('are not near copies of each other across training and evaluation', () => {
    const trained = training.map(each => ({ id: each.id, pieces: shingles(each.prompt) }))
    const copies = evaluation.flatMap(asked => {
      const pieces = shingles(asked.prompt)
      return trained.filter(each => likeness(pieces, each.pieces) > 0.6).map(each => [asked.id, each.id])
    })
    expect(copies).toEqual([])
  })

  it('hold both tiers in every language and in both parts', () => {
    for (const lines of [simple, hard, knownSimple, knownHard])
      expect([...new Set(lines.map(each => each.lang))].sort()).toEqual([...line.shape.lang.options].sort())
  })

  it('cannot be told apart by length alone', () => {
    const long = simple.filter(each => each.prompt.length > 300).length
    const short = hard.filter(each => each.prompt.length < 100).length
    expect(long).toBeGreaterThanOrEqual(5)
    expect(short).toBeGreaterThanOrEqual(30)
  })
})
