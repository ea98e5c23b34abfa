import type { NodeView } from '../../shared/entities'

/** A node that went for a moment is nobody's news; one that is back is believed a little sooner. */
export const lostAfterMs = 30_000
export const backAfterMs = 10_000

interface Fate {
  /** What the user was told, or was there to begin with. */
  settled: 'up' | 'down'
  /** What it is now, when that is the other. */
  changing: { to: 'up' | 'down'; since: number } | null
}
export type Fates = ReadonlyMap<string, Fate>

export const noFates: Fates = new Map()

function stateOf({ status, simulated }: Pick<NodeView, 'status' | 'simulated'>): 'up' | 'down' | null {
  if (simulated) return null
  if (status === 'online' || status === 'model_missing') return 'up'
  return status === 'offline' ? 'down' : null
}

export interface Settlement {
  fates: Fates
  lost: string[]
  back: string[]
  /** When to look again even if nothing changes; null: not before something does. Monotonic, ms. */
  nextAt: number | null
}

/**
 * What became of the nodes: one is lost once it was away long enough, and back once it was there long enough after that. Those
 * the user switched off, drained or that only pretend are no news.
 */
export function settleFates(
  before: Fates,
  nodes: readonly Pick<NodeView, 'name' | 'status' | 'simulated'>[],
  now: number,
): Settlement {
  const fates = new Map<string, Fate>()
  const lost: string[] = []
  const back: string[] = []
  let nextAt: number | null = null
  for (const node of nodes) {
    const state = stateOf(node)
    if (state === null) continue
    const known = before.get(node.name)
    if (known === undefined || known.settled === state) {
      fates.set(node.name, { settled: state, changing: null })
      continue
    }
    const since = known.changing?.since ?? now
    const dueAt = since + (state === 'down' ? lostAfterMs : backAfterMs)
    if (now >= dueAt) {
      fates.set(node.name, { settled: state, changing: null })
      if (state === 'down') lost.push(node.name)
      else back.push(node.name)
    } else {
      fates.set(node.name, { settled: known.settled, changing: { to: state, since } })
      nextAt = Math.min(nextAt ?? dueAt, dueAt)
    }
  }
  return { fates, lost, back, nextAt }
}
