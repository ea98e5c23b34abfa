import { beginsLine, lineNumbers, lineStart } from './text-lines'
import type { TreeNode, TreeScalar } from './yaml-tree'

/** Columns a level stands further in than the one around it. */
export const step = 2

/** What is to become of the lines of a text, by their numbers from 0. */
export interface LinePlan {
  /** The columns in which lines are to begin, for those that the tree says something about. */
  columns: Map<number, number>
  /** Lines of texts over several lines, in which blanks have a meaning. */
  texts: Set<number>
  /** Lines within brackets or a text, that follow the line above. */
  inner: Set<number>
  /** Blanks behind a `-`, by offsets, to become one. */
  gaps: { from: number; to: number }[]
}

/** Every map and list stands two columns further in than what it belongs to, lists too. */
export function planLines(text: string, root: TreeNode): LinePlan {
  const plan: LinePlan = { columns: new Map(), texts: new Set(), inner: new Set(), gaps: [] }
  const lineOf = lineNumbers(text)

  const begin = (offset: number, column: number) => {
    if (beginsLine(text, offset)) plan.columns.set(lineOf(offset), column)
  }
  const each = (from: number, to: number, mark: (line: number) => void) => {
    for (let line = lineOf(from) + 1; line <= lineOf(Math.max(from, to - 1)); line += 1) mark(line)
  }

  function walk(node: TreeNode, column: number): void {
    if (node.kind === 'map' && !node.flow) {
      for (const { from, value } of node.entries) {
        begin(from, column)
        begin(value.propsFrom, column + step)
        walk(value, column + step)
      }
    } else if (node.kind === 'list' && !node.flow) {
      for (const { from, value } of node.items) {
        begin(from, column)
        begin(value.propsFrom, column + step)
        const isBehind = lineStart(text, value.propsFrom) === lineStart(text, from)
        if (isBehind && value.propsFrom > from + 2) plan.gaps.push({ from: from + 1, to: value.propsFrom })
        walk(value, column + step)
      }
    } else {
      each(node.from, node.to, line => plan.inner.add(line))
      if (node.kind === 'scalar') each(node.from, node.to, line => plan.texts.add(line))
      if (node.kind === 'scalar' && node.style === 'block') walkText(node, column)
    }
  }

  /** The lines of `|` and `>` stand as far in as their first, unless a number says how far. */
  function walkText({ from, to }: TreeScalar, column: number): void {
    const [header = '', ...lines] = text.slice(from, to).split('\n')
    if (/^[|>][+-]?[1-9]/.test(header)) return
    const indent = lines.find(line => line.trim() !== '')?.search(/[^ ]/) ?? 0
    for (const [index, line] of lines.entries()) {
      if (line.trim() !== '')
        plan.columns.set(lineOf(from) + 1 + index, line.search(/[^ ]/) - indent + column)
    }
  }

  walk(root, 0)
  return plan
}
