import { describe, expect, it } from 'vitest'
import { groupedFolds, leaveOneOut } from './folds'
import { groupsOf } from './groups'
import type { GoldRow } from './rows'

const row = (id: string, changes: Partial<GoldRow> = {}): GoldRow => ({
  ...{ id, source: id.split(':')[0] ?? '', task: '', lang: 'en', prompt: id, tier: 0, byConstruction: false },
  ...changes,
})
const together = (...rows: GoldRow[]) => new Set(groupsOf(rows)).size === 1

describe('prompts belong together', () => {
  it('when they are translations of one question', () => {
    const of = (lang: string, number: number) =>
      row(`mt_bench:${lang}-${number}`, { lang, prompt: `${lang} ${number}` })
    expect(together(of('de', 159), of('zh', 159), of('en', 159))).toBe(true)
    expect(together(of('de', 159), of('de', 160))).toBe(false)
  })

  it('when they were written for one intent, but not when they were written for none', () => {
    const known = (task: string, number: number) =>
      row(`clinc150:${task}-${number}`, { task, byConstruction: true, prompt: `${task}${number} ${number}` })
    expect(together(known('timer', 1), known('timer', 2))).toBe(true)
    expect(together(known('oos', 1), known('oos', 2))).toBe(false)
  })

  it('not for the name of their benchmark alone', () => {
    const task = (number: number) =>
      row(`llmrouter:mbpp-${number}`, { task: 'mbpp', prompt: `Write ${number}` })
    expect(together(task(1), task(2))).toBe(false)
  })

  it('when one is the other in almost the same words, whatever their sources are', () => {
    const question = 'Write a function that finds the largest common divisor of two whole numbers'
    const [a, b] = [row('a:1', { prompt: question }), row('b:7', { prompt: `${question.toUpperCase()}!` })]
    expect(together(a, b)).toBe(true)
    expect(together(a, row('c:2', { prompt: 'Write a function that reverses a list of lists' }))).toBe(false)
    expect(together(row('a:1', { prompt: 'hello' }), row('b:1', { prompt: 'Hello!' }))).toBe(true)
  })

  it('by way of a third', () => {
    const words = 'one two three four five six seven eight'
    const long = `${words} nine ten eleven twelve thirteen fourteen fifteen sixteen`
    const end = 'nine ten eleven twelve thirteen fourteen fifteen sixteen'
    const [a, b, c] = [
      row('a:1', { prompt: words }),
      row('a:2', { prompt: end }),
      row('a:3', { prompt: long }),
    ]
    expect(new Set(groupsOf([a, b])).size).toBe(2)
    expect(together(a, b, c)).toBe(true)
  })
})

describe('folds', () => {
  const items = Array.from({ length: 100 }, (_, index) => ({ index, group: `g${Math.floor(index / 3)}` }))
  const cut = (seed: number) => groupedFolds(items, item => item.group, { folds: 5, seed })

  it('ask about each item once and never train on its group', () => {
    const folds = cut(1)
    expect(folds.flatMap(({ test }) => test.map(({ index }) => index)).sort((a, b) => a - b)).toEqual(
      items.map(({ index }) => index),
    )
    for (const { train, test } of folds) {
      const trained = new Set(train.map(({ group }) => group))
      expect(test.filter(({ group }) => trained.has(group))).toEqual([])
      expect(train.length + test.length).toBe(items.length)
    }
  })

  it('are of about equal size though groups differ', () => {
    const uneven = items.map(item => ({ ...item, group: item.index < 30 ? 'large' : item.group }))
    const sizes = groupedFolds(uneven, item => item.group, { folds: 3, seed: 1 }).map(
      ({ test }) => test.length,
    )
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(3)
  })

  it('are the same for the same seed and others for another', () => {
    expect(cut(1)).toEqual(cut(1))
    expect(cut(1)).not.toEqual(cut(2))
  })

  it('leave each kind out once', () => {
    const splits = leaveOneOut(items, ({ index }) => String(index % 2))
    expect(splits.map(({ kind, train, test }) => [kind, train.length, test.length])).toEqual([
      ['0', 50, 50],
      ['1', 50, 50],
    ])
    expect(splits[0]?.train.every(({ index }) => index % 2 === 1)).toBe(true)
  })
})
