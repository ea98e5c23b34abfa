import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countChangedLines, lineDiff, splitLines } from './line-diff'
import { minimalChanges, type TextChange } from './minimal-changes'

const applied = (text: string, changes: readonly TextChange[]) =>
  changes.reduceRight(
    (result, { from, to, insert }) => result.slice(0, from) + insert + result.slice(to),
    text,
  )
const texts = fc
  .array(fc.constantFrom('a', 'a: 1', '# ü', '😀', '😁', '__proto__', 'constructor', ''), { maxLength: 30 })
  .chain(lines => fc.constantFrom('\n', '\r\n').map(end => lines.join(end)))

describe('minimalChanges', () => {
  it('turns one text into the other, whatever they are', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const changes = minimalChanges(before, after)
        expect(applied(before, changes)).toBe(after)
        for (const { from, to, insert } of changes) expect(before.slice(from, to)).not.toBe(insert)
      }),
    )
  })

  it('touches the one word that differs', () => {
    expect(minimalChanges('a: 1\ntier: 0 # fast\nb: 2\n', 'a: 1\ntier: 2 # fast\nb: 2\n')).toEqual([
      { from: 11, to: 12, insert: '2' },
    ])
  })

  it('leaves the lines between two changes alone, where a cursor may stand', () => {
    expect(minimalChanges('a\nb\nc\n', 'A\nb\nC\n')).toEqual([
      { from: 0, to: 1, insert: 'A' },
      { from: 4, to: 5, insert: 'C' },
    ])
  })

  it('never cuts a character or a Windows line end in two', () => {
    expect(minimalChanges('x😀', 'x😁')).toEqual([{ from: 1, to: 3, insert: '😁' }])
    expect(minimalChanges('a\r\n', 'a\n')).toEqual([{ from: 1, to: 3, insert: '\n' }])
  })

  it('is quick on texts of a hundred thousand equal lines', () => {
    const before = 'a\n'.repeat(100_000)
    const after = `b\n${'a\n'.repeat(99_000)}c\n`
    const start = performance.now()
    expect(applied(before, minimalChanges(before, after))).toBe(after)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('lineDiff', () => {
  const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n'

  it('shows a change with the lines around it and where they stand', () => {
    const after = before.replace('five\n', 'FIVE\nand a half\n')
    expect(lineDiff(before, after, 1)).toEqual([
      {
        beforeLine: 4,
        afterLine: 4,
        lines: [
          { kind: 'same', text: 'four' },
          { kind: 'removed', text: 'five' },
          { kind: 'added', text: 'FIVE' },
          { kind: 'added', text: 'and a half' },
          { kind: 'same', text: 'six' },
        ],
      },
    ])
    expect(countChangedLines(before, after)).toEqual({ added: 2, removed: 1 })
  })

  it('joins changes whose surroundings meet, and keeps others apart', () => {
    const after = before.replace('two', '2').replace('nine', '9')
    expect(lineDiff(before, after, 3)).toHaveLength(1)
    expect(lineDiff(before, after, 1).map(({ beforeLine }) => beforeLine)).toEqual([1, 8])
  })

  it('gives back both texts when its lines are read in order', () => {
    fc.assert(
      fc.property(texts, texts, (old, now) => {
        const lines = lineDiff(old, now, 1000).flatMap(hunk => hunk.lines)
        const bare = (text: string) => splitLines(text).map(line => line.replace(/\r?\n$/, ''))
        const shown = old === now ? ['', ''] : [old, now]
        expect(lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text)).toEqual(
          bare(shown[0] ?? ''),
        )
        expect(lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)).toEqual(
          bare(shown[1] ?? ''),
        )
      }),
    )
  })
})
