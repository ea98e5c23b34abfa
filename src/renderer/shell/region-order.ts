/**
 * The next region from the one at `current` (-1: none has the focus). Null when the end is reached: the key is left to the browser then,
 * whose address bar comes next.
 */
export function nextRegion(count: number, current: number, step: 1 | -1): number | null {
  const next = current === -1 && step === -1 ? count - 1 : current + step
  return next >= 0 && next < count ? next : null
}
