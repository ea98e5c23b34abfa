import type { ActiveRequest, RequestRecord } from '../../../shared/entities'

/** What a node did since the last moment. */
export interface WorkDone {
  /** Requests at once, at most. */
  peak: number
  errors: number
  tokens: number
  /** Mean over what ended; null when nothing did. */
  ttftMs: number | null
}

export interface WorkMeter {
  /** So many are at it now. */
  busy(node: string, active: number): void
  failed(node: string): void
  ended(record: Pick<RequestRecord, 'id' | 'node' | 'tokens' | 'ttftMs'>): void
  /** Of each node since the last call; those that did nothing are left out. @param running requests, for what they wrote so far */
  take(running: readonly Pick<ActiveRequest, 'id' | 'node' | 'tokens'>[]): ReadonlyMap<string, WorkDone>
}

interface Tally {
  peak: number
  errors: number
  tokens: number
  ttftMs: number
  answers: number
}

/** Adds up what happens between two moments, so that none is missed that is over before somebody looks. */
export function createWorkMeter(): WorkMeter {
  let tallies = new Map<string, Tally>()
  /** What running requests had written by the last moment. */
  let written = new Map<string, number>()

  function of(node: string): Tally {
    const known = tallies.get(node) ?? { peak: 0, errors: 0, tokens: 0, ttftMs: 0, answers: 0 }
    tallies.set(node, known)
    return known
  }

  /** An answer that began anew on another node has fewer than before: all of it was written since. */
  function addTokens(node: string, id: string, tokens: number): void {
    const before = written.get(id) ?? 0
    of(node).tokens += tokens < before ? tokens : tokens - before
  }

  return {
    busy(node, active) {
      const tally = of(node)
      tally.peak = Math.max(tally.peak, active)
    },
    failed(node) {
      of(node).errors += 1
    },
    ended({ id, node, tokens, ttftMs }) {
      if (node !== null) {
        // What was counted of it while it ran may be more than its server reports in the end.
        if (tokens >= (written.get(id) ?? 0)) addTokens(node, id, tokens)
        if (ttftMs !== null) {
          const tally = of(node)
          tally.ttftMs += ttftMs
          tally.answers += 1
        }
      }
      written.delete(id)
    },
    take(running) {
      const now = new Map<string, number>()
      for (const { id, node, tokens } of running) {
        if (node !== null) addTokens(node, id, tokens)
        now.set(id, tokens)
      }
      written = now
      const done = new Map<string, WorkDone>()
      for (const [node, { peak, errors, tokens, ttftMs, answers }] of tallies)
        done.set(node, { peak, errors, tokens, ttftMs: answers === 0 ? null : ttftMs / answers })
      tallies = new Map()
      return done
    },
  }
}
