import { nextRegion } from './region-order'

/** In the order of the page: the rail, what stands beside a page, the page, its composer, the status bar. */
const selector = 'nav[aria-label], [data-region], main, footer[data-region]'

const focusable =
  'a[href], button:not([disabled]):not([tabindex="-1"]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]'

const isShown = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true })

/** Outer regions that hold others begin with what is their own. */
const regions = () => [...document.querySelectorAll<HTMLElement>(selector)].filter(isShown)

/** Moves the focus to the next part of the window; false at its end. */
export function moveToRegion(step: 1 | -1): boolean {
  const all = regions()
  const { activeElement } = document
  const current = all.findLastIndex(region => region.contains(activeElement))
  for (let at = nextRegion(all.length, current, step); at !== null; at = nextRegion(all.length, at, step)) {
    const region = all[at]
    if (region === undefined) return false
    const inner = all.filter(other => other !== region && region.contains(other))
    const target = [...region.querySelectorAll<HTMLElement>(focusable)].find(
      element => isShown(element) && !inner.some(other => other.contains(element)),
    )
    if (target === undefined) continue
    target.focus()
    return document.activeElement === target
  }
  return false
}
