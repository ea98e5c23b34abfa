import { conflictMarkers } from '../../../../shared/config/document/merge-texts'
import type { TextRange } from './draft-store'

/** Two versions of the same lines in the draft, between the marks that merging leaves. Ranges are of whole lines. */
export interface ConflictBlock extends TextRange {
  /** From 1: of the first mark. */
  line: number
  mine: TextRange
  theirs: TextRange
}

/** The conflicts in a text that are not settled yet, in order. */
export function conflictBlocks(text: string): ConflictBlock[] {
  if (!text.includes(conflictMarkers.mine)) return []
  const blocks: ConflictBlock[] = []
  let open: { from: number; line: number; mineFrom: number; middle: TextRange | null } | null = null
  let [from, line] = [0, 0]
  for (const content of text.split('\n')) {
    const to = Math.min(from + content.length + 1, text.length)
    line += 1
    if (content === conflictMarkers.mine) open = { from, line, mineFrom: to, middle: null }
    else if (open !== null && open.middle === null && content === conflictMarkers.between) {
      open.middle = { from, to }
    } else if (open?.middle != null && content === conflictMarkers.theirs) {
      const { middle, mineFrom } = open
      const mine = { from: mineFrom, to: middle.from }
      blocks.push({ from: open.from, to, line: open.line, mine, theirs: { from: middle.to, to: from } })
      open = null
    }
    from = to
  }
  return blocks
}
