/** Which messages of a path are in the page: `count` of them that end at `end`; null is the end of the path, wherever it moves. */
export interface Mounted {
  count: number
  end: number | null
}

const step = 6
const around = { before: 6, after: 24 }
/** Up to so many in one go; of more, only those around the one that is wanted. */
const most = 150

export const lastOnes: Mounted = { count: 10, end: null }

export function rangeOf({ count, end }: Mounted, total: number): { first: number; end: number } {
  const last = Math.min(end ?? total, total)
  return { first: Math.max(0, last - count), end: last }
}

export const moreAbove = (mounted: Mounted): Mounted => ({ ...mounted, count: mounted.count + step })

/** The first one stays the first. */
export function moreBelow({ count, end }: Mounted, total: number): Mounted {
  if (end === null) return { count, end }
  return end + step >= total
    ? { count: count + Math.max(0, total - end), end: null }
    : { count: count + step, end: end + step }
}

/** The same object where the message is there already, so that nothing moves. */
export function mountedAround(mounted: Mounted, index: number, total: number): Mounted {
  const { first, end } = rangeOf(mounted, total)
  if (index >= first && index < end) return mounted
  if (total - index <= most) return { count: total - index + around.before, end: null }
  return { count: around.before + around.after, end: index + around.after }
}
