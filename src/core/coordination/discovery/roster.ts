import { sameJson } from '../../../shared/same-json'
import type { Candidate } from './candidates'
import { mostEntries } from './sightings'

/** No entry changes, comes or goes again sooner than this after it did. */
export const settleMs = 10_000

interface Entry {
  /** Null: it is gone, and may not come back before it has been for a while. */
  shown: Candidate | null
  changedAt: number
}

/** What is shown of the network: follows what is heard, but each entry at most once in ten seconds. A value. */
export type Roster = ReadonlyMap<string, Entry>

export interface Settled {
  roster: Roster
  /** Whether anything looks different now. */
  changed: boolean
  /** Monotonic; when something held back may change; null when nothing is. */
  nextAt: number | null
}

export function settle(before: Roster, candidates: ReadonlyMap<string, Candidate>, now: number): Settled {
  const roster = new Map(before)
  let changed = false
  let nextAt: number | null = null
  for (const [instance, { shown, changedAt }] of before) {
    const wanted = candidates.get(instance) ?? null
    const isFree = now - changedAt >= settleMs
    if (shown === null && wanted === null) {
      if (isFree) roster.delete(instance)
      continue
    }
    if (sameJson(shown, wanted)) continue
    if (isFree) {
      roster.set(instance, { shown: wanted, changedAt: now })
      changed = true
    } else nextAt = Math.min(nextAt ?? Number.POSITIVE_INFINITY, changedAt + settleMs)
  }
  for (const [instance, wanted] of candidates) {
    if (before.has(instance) || roster.size >= mostEntries) continue
    roster.set(instance, { shown: wanted, changedAt: now })
    changed = true
  }
  return { roster, changed, nextAt }
}

export function shownOf(roster: Roster): Map<string, Candidate> {
  const shown = new Map<string, Candidate>()
  for (const [instance, entry] of roster) if (entry.shown !== null) shown.set(instance, entry.shown)
  return shown
}
