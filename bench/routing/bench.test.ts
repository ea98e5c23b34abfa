import { describe, expect, it } from 'vitest'
import type { Tier } from '../../src/shared/entities'
import { judgeBar } from './bars'
import { bootstrapIntervals } from './intervals'
import { figuresOf } from './metrics/figures'
import { readOptions, UsageError } from './options'
import type { Outcome } from './outcome'
import { share } from './report'
import { fitLength } from './routers/baselines'
import { originalHeuristic } from './routers/original'
import { type GoldRow, parseGoldRows } from './rows'

const line = { id: 'a:1', source: 'a', task: 't', lang: 'de', prompt: 'Hallo', gold_tier: 0 }

describe('the data', () => {
  it('is read line by line, with what is not needed left away', () => {
    const text = `${JSON.stringify({ ...line, scores: null, evidence: 'construction' })}\n\n${JSON.stringify(line)}\n`
    const plain = { id: 'a:1', source: 'a', task: 't', lang: 'de', prompt: 'Hallo', tier: 0 }
    expect(parseGoldRows(text, 'f')).toEqual([
      { ...plain, byConstruction: true },
      { ...plain, byConstruction: false },
    ])
  })

  it.each(['{', '{"id":"a"}', JSON.stringify({ ...line, gold_tier: 3 })])(
    'is refused with its line: %s',
    bad => {
      expect(() => parseGoldRows(`${JSON.stringify(line)}\n${bad}`, 'data.jsonl')).toThrow('data.jsonl:2')
    },
  )
})

describe('the command line', () => {
  const data = (args: string[], env = {}) => readOptions(args, env, 'beside').data

  it('names the data; else the environment does; else it lies beside the checkout', () => {
    const env = { HAROMBE_ROUTING_DATA: 'from-env' }
    expect(data(['--data', 'named'], env)).toBe('named')
    expect(data(['alone'], env)).toBe('alone')
    expect(data([], env)).toBe('from-env')
    expect(data([], { HAROMBE_ROUTING_DATA: '' })).toBe('beside')
  })

  it.each([
    ['--seeds', '0'],
    ['--seeds', '1.5'],
    ['--sedes', '1'],
    ['--data', 'a', 'b'],
    ['a', 'b'],
  ])('is refused with how it goes: %s %s %s', (...args) => {
    expect(() => data(args.filter(arg => arg !== undefined))).toThrow(UsageError)
    expect(() => data(args.filter(arg => arg !== undefined))).toThrow('npm run bench:routing')
  })
})

describe('a bar', () => {
  const figures = figuresOf(name => (name === 'kappa' ? 0.31 : null))

  it.each([
    [{ least: 0.31 }, true],
    [{ least: 0.3101 }, false],
    [{ most: 0.31 }, true],
    [{ most: 0.3 }, false],
  ])('%j is met: %s', (limits, isMet) => {
    expect(judgeBar({ what: '', figure: 'kappa', ...limits }, figures)).toMatchObject({ isMet, value: 0.31 })
  })

  it('is missed where nothing can be told', () => {
    expect(judgeBar({ what: '', figure: 'severe', most: 0.5 }, figures).isMet).toBe(false)
  })
})

describe('the intervals', () => {
  const outcome = (index: number, given: Tier): Outcome => ({
    row: { id: `${index}`, source: '', task: '', lang: '', prompt: '', tier: 0, byConstruction: false },
    ...{ tier: given, scores: [0, 0], probabilities: null },
  })
  const half = Array.from({ length: 100 }, (_, index) => outcome(index, index % 2 === 0 ? 0 : 1))
  const widthOf = (groupOf: (outcome: Outcome) => string) => {
    const { accuracy } = bootstrapIntervals([half], groupOf, { draws: 400, seed: 1 })
    const [low, high] = accuracy ?? [0, 0]
    expect(low).toBeLessThan(0.5)
    expect(high).toBeGreaterThan(0.5)
    return high - low
  }

  it('of a share are what the binomial distribution gives', () => {
    // 2 × 1.96 × √(.5 × .5 / 100) = .196
    expect(widthOf(({ row }) => row.id)).toBeGreaterThan(0.16)
    expect(widthOf(({ row }) => row.id)).toBeLessThan(0.24)
  })

  it('are wider when prompts belong together', () => {
    // 20 groups, each of prompts that all went right or all went wrong.
    const byTwenty = ({ row }: Outcome) => `${Number(row.id) % 2}-${Math.floor(Number(row.id) / 10)}`
    expect(widthOf(byTwenty)).toBeGreaterThan(0.3)
  })

  it('do not shrink because the same prompts were judged again', () => {
    const options = { draws: 200, seed: 3 }
    const [low = 0, high = 0] = bootstrapIntervals([half], ({ row }) => row.id, options).accuracy ?? []
    const again = bootstrapIntervals([half, half, half], ({ row }) => row.id, options).accuracy
    expect(again).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)])
  })
})

describe('the original heuristic', () => {
  const code = 'Implement this.\n```\nx\n```'
  it.each<[string, Tier]>([
    ['', 0],
    ['What is the capital of France?', 0],
    // .4 × .75 = .3
    ['explain', 1],
    // .4 × .9 = .36: "compare" and "design", wherever they stand.
    ['redesigned incomparecomparable', 1],
    // Three hard words, .4 × 1, and five further sentences of length .1: .5
    [`analyze, compare and explain ${'word '.repeat(90)}`, 1],
    // .3 + .3
    [code, 2],
    // .3 + .24: not enough
    ['debug def f', 1],
    // A hard word makes easy ones count for nothing.
    ['what does it explain', 1],
    // Neutral .12, loop .24
    ['for x in y', 1],
    ['if this holds: then', 1],
    ['if this\nholds: then', 0],
    ['{ and\n later }', 1],
    ['} before {', 0],
    ['x'.repeat(8003), 0],
    ['x'.repeat(8004), 1],
    ['x'.repeat(16_004), 2],
  ])('%#: sends %j to tier %d', (prompt, tier) => {
    expect(originalHeuristic.judge(prompt).tier).toBe(tier)
  })
})

describe('length only', () => {
  it('cuts where the prompts it was fitted on have their shares', () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({ prompt: 'x'.repeat(index) }) as GoldRow)
    const router = fitLength(rows, [0.5, 0.3])
    const tierOf = (length: number) => router.judge('x'.repeat(length)).tier
    expect([49, 50, 79, 80].map(tierOf)).toEqual([0, 1, 1, 2])
  })
})

it('prints shares without a needless zero', () => {
  expect([0.7314, -0.02, 1, 0, null].map(value => share(value))).toEqual([
    '.731',
    '-.020',
    '1.000',
    '.000',
    '–',
  ])
})
