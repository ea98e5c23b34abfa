import { diff3Merge } from 'node-diff3'
import { isComparable, splitLines } from './line-diff'
import { loadConfig } from './load-config'
import type { ConfigProblem } from './parse-yaml'

/** A stretch that both sides changed, and not alike. Texts hold whole lines. */
export interface MergeConflict {
  mine: string
  base: string
  theirs: string
  /** Of the merged text, from 1: where the marker above `mine` stands. */
  line: number
}

export interface MergedTexts {
  /** Nothing conflicts, and the result is a configuration that can be used. */
  isMerged: boolean
  /** Both sides' changes; a conflict stands between markers as version control writes them, which are no YAML. */
  text: string
  conflicts: MergeConflict[]
  /** Why a text without conflicts is still no configuration, for example because both sides added the same key. */
  problems: ConfigProblem[]
}

export const conflictMarkers = { mine: '<<<<<<< mine', between: '=======', theirs: '>>>>>>> harombe.yaml' }

/** Takes what either side changed since `base`, line by line. Only a valid result counts as merged. */
export function mergeTexts(base: string, mine: string, theirs: string): MergedTexts {
  const regions = mergeRegions(base, mine, theirs)
  const end = /\r\n/.test(theirs) ? '\r\n' : '\n'
  const conflicts: MergeConflict[] = []
  let text = ''
  for (const region of regions) {
    if (typeof region === 'string') {
      text += region
      continue
    }
    if (text !== '' && !text.endsWith('\n')) text += end
    conflicts.push({ ...region, line: text.split('\n').length })
    const parts = [
      conflictMarkers.mine,
      ...withoutLineEnd(region.mine),
      conflictMarkers.between,
      ...withoutLineEnd(region.theirs),
      conflictMarkers.theirs,
    ]
    text += parts.join(end) + end
  }
  const { problems } = loadConfig(text)
  return { isMerged: conflicts.length === 0 && problems.length === 0, text, conflicts, problems }
}

type Region = string | Omit<MergeConflict, 'line'>

function mergeRegions(base: string, mine: string, theirs: string): Region[] {
  if (mine === theirs || theirs === base) return [mine]
  if (mine === base) return [theirs]
  const [ours, origin, others] = [splitLines(mine), splitLines(base), splitLines(theirs)]
  if (!isComparable(ours, origin) || !isComparable(others, origin)) return [{ mine, base, theirs }]
  return diff3Merge(ours, origin, others, { excludeFalseConflicts: true }).map(({ ok, conflict }) => {
    if (conflict === undefined) return (ok ?? []).join('')
    return { mine: conflict.a.join(''), base: conflict.o.join(''), theirs: conflict.b.join('') }
  })
}

const withoutLineEnd = (text: string) => (text === '' ? [] : [text.replace(/\r?\n$/, '')])
