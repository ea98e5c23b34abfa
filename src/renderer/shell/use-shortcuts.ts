import { type RefObject, useEffect } from 'react'
import { navigate, type Page, type Route } from '../navigation'

const pageOfDigit = { Digit1: 'chat', Digit2: 'cluster' } as const satisfies Record<string, Page>

const homes: Record<Page, Route> = {
  chat: { page: 'chat', conversationId: null },
  cluster: { page: 'cluster', node: null },
}

/** The value of `aria-keyshortcuts` for a page's link. */
export function pageShortcutKeys(page: Page): string {
  const digit = page === 'chat' ? '1' : '2'
  return `Control+${digit} Meta+${digit} Alt+${digit}`
}

/** The page a key press asks for: Ctrl or ⌘ with 1 or 2, or Alt with them, as browsers keep the former for their tabs. */
export function pageShortcut(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): Page | null {
  const modifiers = [event.ctrlKey, event.metaKey, event.altKey].filter(Boolean).length
  if (modifiers !== 1 || event.shiftKey) return null
  return event.code === 'Digit1' || event.code === 'Digit2' ? pageOfDigit[event.code] : null
}

/** Leads back to where a page was left. */
export function useShortcuts(last: RefObject<Partial<Record<Page, Route>>>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const page = pageShortcut(event)
      if (page === null) return
      event.preventDefault()
      navigate(last.current[page] ?? homes[page])
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [last])
}
