/** One match: the `index`-th of a message, from 0. */
export interface MatchPlace {
  messageId: string
  index: number
}

/** How many matches each message has, in the order of the conversation. Messages without one may be absent. */
export interface MatchCounts {
  order: readonly string[]
  counts: ReadonlyMap<string, number>
}

const countOf = ({ counts }: MatchCounts, id: string) => counts.get(id) ?? 0

export const totalMatches = (matches: MatchCounts): number =>
  matches.order.reduce((sum, id) => sum + countOf(matches, id), 0)

/** "3 of 12": the 3, from 1; null where there is no such match. */
export function ordinalOf(matches: MatchCounts, place: MatchPlace | null): number | null {
  if (place === null || place.index >= countOf(matches, place.messageId)) return null
  const at = matches.order.indexOf(place.messageId)
  if (at === -1) return null
  return matches.order.slice(0, at).reduce((sum, id) => sum + countOf(matches, id), 0) + place.index + 1
}

/** The first match in the message `from` or after it; then from the beginning. Null: there is none. */
export function firstMatch(matches: MatchCounts, from: string | null): MatchPlace | null {
  const at = from === null ? 0 : Math.max(0, matches.order.indexOf(from))
  const found = [...matches.order.slice(at), ...matches.order.slice(0, at)].find(
    id => countOf(matches, id) > 0,
  )
  return found === undefined ? null : { messageId: found, index: 0 }
}

/** The next match, or the one before, and round again at the end. A place that is no more counts as where it stood. */
export function stepMatch(matches: MatchCounts, place: MatchPlace | null, step: 1 | -1): MatchPlace | null {
  const { order } = matches
  if (place === null) {
    if (step === 1) return firstMatch(matches, null)
    const last = order.findLast(id => countOf(matches, id) > 0)
    return last === undefined ? null : { messageId: last, index: countOf(matches, last) - 1 }
  }
  const inside = Math.min(place.index, countOf(matches, place.messageId)) + step
  if (inside >= 0 && inside < countOf(matches, place.messageId)) return { ...place, index: inside }
  const at = order.indexOf(place.messageId)
  for (let far = 1; far <= order.length; far += 1) {
    const id = order[(at + step * far + order.length * 2) % order.length]
    const count = id === undefined ? 0 : countOf(matches, id)
    if (id !== undefined && count > 0) return { messageId: id, index: step === 1 ? 0 : count - 1 }
  }
  return null
}
