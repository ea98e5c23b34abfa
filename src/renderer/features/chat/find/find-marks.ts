const all = 'harombe-found'
const current = 'harombe-found-now'

/** So many are painted; the others are counted. */
const mostPainted = 5_000

export const canPaint = (): boolean => 'highlights' in CSS && typeof Highlight === 'function'

/** Paints what was found without touching the page, so that nothing React has drawn is changed. */
export function paintMatches(found: readonly Range[], now: Range | null): void {
  if (!canPaint()) return
  CSS.highlights.set(all, new Highlight(...found.slice(0, mostPainted)))
  const one = new Highlight(...(now === null ? [] : [now]))
  one.priority = 1
  CSS.highlights.set(current, one)
}

export function clearMatches(): void {
  if (!canPaint()) return
  CSS.highlights.delete(all)
  CSS.highlights.delete(current)
}

const margin = 24

/** Brings it into sight, in the transcript and in a code block or table that scrolls by itself. */
export function revealRange(range: Range, scroller: HTMLElement): void {
  for (let element = range.startContainer.parentElement; element !== null && element !== scroller; ) {
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible') {
      const [inner, outer] = [range.getBoundingClientRect(), element.getBoundingClientRect()]
      if (inner.right > outer.right - margin) element.scrollLeft += inner.right - outer.right + 3 * margin
      else if (inner.left < outer.left + margin) element.scrollLeft -= outer.left - inner.left + 3 * margin
    }
    element = element.parentElement
  }
  const [inner, outer] = [range.getBoundingClientRect(), scroller.getBoundingClientRect()]
  // Below the bar, above the lower edge.
  if (inner.top < outer.top + 64 || inner.bottom > outer.bottom - margin)
    scroller.scrollTop += inner.top - outer.top - outer.height / 2
}
