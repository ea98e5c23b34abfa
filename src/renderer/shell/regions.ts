import { keyHost } from '../commands/platform'
import { nextRegion } from './region-order'

/** The rail, what stands beside a page, the page, its composer, the status bar. */
const selector = 'nav[aria-label], [data-region], main, main form[aria-label]'

const focusable =
  'a[href], button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]'

const isShown = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true })

interface Region {
  element: HTMLElement
  /** What takes the focus: the first that is in no region inside. In a form, where one types. */
  target: HTMLElement
}

function readRegions(): Region[] {
  const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(isShown)
  const regions = all.flatMap(element => {
    const inner = all.filter(other => other !== element && element.contains(other))
    const own = [...element.querySelectorAll<HTMLElement>(focusable)].filter(
      candidate => isShown(candidate) && !inner.some(other => other.contains(candidate)),
    )
    const field =
      element instanceof HTMLFormElement ? own.find(one => one.matches('textarea, input')) : undefined
    const target = field ?? own[0]
    return target === undefined ? [] : { element, target }
  })
  // As their targets stand, since a page comes after the list beside it that it holds.
  return regions.toSorted((a, b) =>
    a.target.compareDocumentPosition(b.target) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  )
}

/** The innermost one that has the focus. */
function currentRegion(regions: readonly Region[]): number {
  const holding = regions.filter(({ element }) => element.contains(document.activeElement))
  const innermost = holding.find(({ element }) => holding.every(other => other.element.contains(element)))
  return innermost === undefined ? -1 : regions.indexOf(innermost)
}

/** Moves the focus to the next part of the window; false where a browser's own parts come next. */
export function moveToRegion(step: 1 | -1): boolean {
  const regions = readRegions()
  const next = nextRegion(regions.length, currentRegion(regions), step, keyHost().browser ? 'out' : 'round')
  const region = next === null ? undefined : regions[next]
  region?.target.focus()
  return region !== undefined
}
