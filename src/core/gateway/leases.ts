import { HarombeError } from '../../shared/errors'

/** Answers that another coordinator has to keep asking for. */
export interface Leases {
  /** Gives the answer up when nobody has renewed the lease for its life; the returned function ends it before. */
  hold(id: string, abort: (reason: HarombeError) => void): () => void
  /** Those of the ids that are held, each with its whole life before it again. */
  renew(ids: readonly string[]): string[]
}

/** @param lifeMs from the answer's beginning or the last renewal on */
export function createLeases(lifeMs: number): Leases {
  const held = new Map<string, Set<NodeJS.Timeout>>()
  return {
    hold(id, abort) {
      const expire = () => {
        end()
        abort(
          new HarombeError('DISCONNECTED', 'The coordinator that asked has not been heard of any more.', {
            data: { lease: 'expired' },
          }),
        )
      }
      const timer = setTimeout(expire, lifeMs)
      const timers = held.get(id) ?? new Set()
      timers.add(timer)
      held.set(id, timers)
      function end(): void {
        clearTimeout(timer)
        timers.delete(timer)
        if (timers.size === 0 && held.get(id) === timers) held.delete(id)
      }
      return end
    },
    renew(ids) {
      return ids.filter(id => {
        const timers = held.get(id)
        for (const timer of timers ?? []) timer.refresh()
        return timers !== undefined
      })
    },
  }
}
