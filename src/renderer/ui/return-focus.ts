import { useRef } from 'react'

/**
 * Where focus goes back to when a dialog closes: Radix knows only triggers of its own, and ours are opened by a route or
 * from a menu. Call while rendering, before a field of the dialog takes the focus; pass the result as `onCloseAutoFocus`.
 */
export function useReturnFocus(open: boolean): (event: Event) => void {
  const wasOpen = useRef(false)
  const opener = useRef<HTMLElement | null>(null)
  if (open && !wasOpen.current) opener.current = openerOf(document.activeElement)
  wasOpen.current = open
  return event => {
    event.preventDefault()
    opener.current?.focus()
  }
}

/** A menu is gone by the time its dialog closes; the button that opened it is not. */
function openerOf(element: Element | null): HTMLElement | null {
  const trigger = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  if (trigger !== null && trigger !== undefined) return document.getElementById(trigger)
  return element instanceof HTMLElement ? element : null
}
