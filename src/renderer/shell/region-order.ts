/**
 * The next region from the one at `current` (-1: none has the focus). At the end round again, or with `leads` null: the key is left
 * to the browser then, whose address bar comes next.
 */
export function nextRegion(
  count: number,
  current: number,
  step: 1 | -1,
  leads: 'round' | 'out',
): number | null {
  const next = current === -1 && step === -1 ? count - 1 : current + step
  if (next >= 0 && next < count) return next
  return leads === 'out' || count === 0 ? null : (next + count) % count
}
