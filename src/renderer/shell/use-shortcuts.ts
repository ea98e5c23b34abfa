import { type RefObject, useEffect } from 'react'
import { navigate, type Page, type Route } from '../navigation'

/** In the order of the rail; their place is their digit. */
const pages: readonly Page[] = ['chat', 'cluster', 'models', 'activity', 'memory', 'tools']

const homes: Record<Page, Route> = {
  chat: { page: 'chat', conversationId: null },
  cluster: { page: 'cluster', node: null },
  models: { page: 'models', model: null, node: null },
  activity: { page: 'activity', request: null },
  memory: { page: 'memory' },
  tools: { page: 'tools', section: 'tools' },
  config: { page: 'config' },
  settings: { page: 'settings', section: 'general' },
  quick: { page: 'quick' },
}

/** The value of `aria-keyshortcuts` for a page's link. */
export function pageShortcutKeys(page: Page): string {
  const digit = pages.indexOf(page) + 1
  return `Control+${digit} Meta+${digit} Alt+${digit}`
}

/** The page a key press asks for: Ctrl or ⌘ with its digit, or Alt with it, as browsers keep the former for their tabs. */
export function pageShortcut(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): Page | null {
  const modifiers = [event.ctrlKey, event.metaKey, event.altKey].filter(Boolean).length
  if (modifiers !== 1 || event.shiftKey) return null
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
  return digit === undefined ? null : (pages[Number(digit) - 1] ?? null)
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
