import type { ExecutionRequest } from '../types'

/** Background work that waited so long takes turns with the rest: its order is another one from then on. */
const agesAfterMs = 20_000
/** Of one other client, how many may go first: one that has waited already, and one whose turn it is. */
const leastLead = 2

/** How one request came to its node; times are monotonic milliseconds. */
export interface Turn {
  id: string
  request: Pick<ExecutionRequest, 'client' | 'priority'>
  /** When it got its place in the line; null when it never had to. */
  joinedAt: number | null
  /** When it was given to a node for the first time. */
  placedAt: number | null
  endedAt: number
  hasFailedOver: boolean
}

const waitedUntil = ({ placedAt, endedAt }: Turn) => placedAt ?? endedAt
const isOfOneLine = (a: Turn, b: Turn) => a.request.priority === b.request.priority
const isOfOneClient = (a: Turn, b: Turn) => a.request.client === b.request.client

/**
 * Turns that were taken out of order, in words: of one client's requests a later before an earlier one, background work before
 * what somebody waits for, or a client again and again before another. For requests that all nodes can take alike.
 */
export function overtakings(turns: readonly Turn[]): string[] {
  const sound = turns.filter(
    turn => !turn.hasFailedOver && waitedUntil(turn) - (turn.joinedAt ?? 0) < agesAfterMs - 1_000,
  )
  return sound.flatMap(slow => {
    const { joinedAt } = slow
    if (joinedAt === null) return []
    const isWaiting = (at: number) => at > joinedAt && at < waitedUntil(slow)
    const first = sound.filter(({ placedAt }) => placedAt !== null && isWaiting(placedAt))
    const cameLater = (other: Turn) => (other.joinedAt ?? other.placedAt ?? 0) > joinedAt
    const unfair = first.filter(fast =>
      isOfOneLine(fast, slow)
        ? isOfOneClient(fast, slow) && cameLater(fast)
        : slow.request.priority === 'interactive',
    )
    const isAlone = !sound.some(
      other =>
        other !== slow &&
        isOfOneLine(other, slow) &&
        isOfOneClient(other, slow) &&
        (other.joinedAt ?? Number.POSITIVE_INFINITY) <= joinedAt &&
        waitedUntil(other) >= joinedAt,
    )
    const led = new Map<string | undefined, number>()
    for (const fast of isAlone ? first : []) {
      if (!isOfOneLine(fast, slow) || isOfOneClient(fast, slow)) continue
      led.set(fast.request.client, (led.get(fast.request.client) ?? 0) + 1)
    }
    return [
      ...unfair.map(({ id }) => `${id} overtook ${slow.id}`),
      ...[...led].flatMap(([client, count]) =>
        count > leastLead ? `${count} of ${client} went before ${slow.id}` : [],
      ),
    ]
  })
}
