import { type DiffLine, lineDiff } from '../shared/config/document/line-diff'
import { withoutControls } from './output'
import type { Style } from './text/style'

const signs = { same: ' ', removed: '-', added: '+' } as const

function lineText({ kind, text }: DiffLine, style: Style): string {
  const line = `${signs[kind]}${withoutControls(text)}`
  if (kind === 'same') return line
  return kind === 'added' ? style.good(line) : style.bad(line)
}

/** What differs between two texts, in the format of `diff -u`; nothing for equal ones. */
export function diffTexts(
  before: { name: string; text: string },
  after: { name: string; text: string },
  style: Style,
): string[] {
  const hunks = lineDiff(before.text, after.text)
  if (hunks.length === 0) return []
  return [
    style.bold(`--- ${withoutControls(before.name)}`),
    style.bold(`+++ ${withoutControls(after.name)}`),
    ...hunks.flatMap(({ beforeLine, afterLine, lines }) => {
      const removed = lines.filter(({ kind }) => kind !== 'added').length
      const added = lines.filter(({ kind }) => kind !== 'removed').length
      // An empty side is named by the line before it.
      const at = (line: number, count: number) => `${count === 0 ? line - 1 : line},${count}`
      return [
        style.accent(`@@ -${at(beforeLine, removed)} +${at(afterLine, added)} @@`),
        ...lines.map(line => lineText(line, style)),
      ]
    }),
  ]
}
