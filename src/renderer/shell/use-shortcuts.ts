import { useEffect } from 'react'
import { navigate } from '../navigation'
import { pageOfKey } from './rail'

/** Ctrl or ⌘ with 1 and 2, and Alt with them for browsers that keep those for their tabs. */
export function pageShortcut(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
) {
  const digit = /^Digit([12])$/.exec(event.code)?.[1]
  const modifiers = [event.ctrlKey, event.metaKey, event.altKey].filter(Boolean).length
  return digit !== undefined && modifiers === 1 && !event.shiftKey ? pageOfKey(digit) : null
}

export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const route = pageShortcut(event)
      if (route === null) return
      event.preventDefault()
      navigate(route)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
