import { mergeTexts } from '../../../../shared/config/document/merge-texts'
import { checkDraft } from './check-draft'
import type { DraftConflict } from './draft-store'
import { carryMasks } from './masks'

export type Meeting =
  /** `theirs`: nothing of the draft was its own; `merged`: both had something. */
  | { kind: 'theirs' | 'merged'; text: string }
  /** `text`: the draft as it is, with the masks of today. */
  | { kind: 'conflict'; text: string; conflict: DraftConflict }

/** The file changed under the draft. Both are kept where they do not contradict each other. */
export function meetFile({
  base: oldBase,
  mine: oldMine,
  theirs,
}: {
  base: string
  mine: string
  theirs: string
}): Meeting {
  const base = carryMasks(oldBase, oldBase, theirs)
  const mine = carryMasks(oldMine, oldBase, theirs)
  if (mine === base || mine === theirs) return { kind: 'theirs', text: theirs }
  if (theirs === base) return { kind: 'merged', text: mine }
  const { text: merged, conflicts } = mergeTexts(base, mine, theirs)
  if (conflicts.length === 0 && isAsGood(merged, mine, theirs)) return { kind: 'merged', text: merged }
  return { kind: 'conflict', text: mine, conflict: { base, theirs } }
}

/** Two good texts must not become a bad one without anybody looking: a node that both added, say. */
function isAsGood(merged: string, mine: string, theirs: string): boolean {
  const isGood = (text: string) => checkDraft(text).problems.length === 0
  return isGood(merged) || !isGood(mine) || !isGood(theirs)
}
