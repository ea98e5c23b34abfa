import { useEffect, useRef } from 'react'
import { type ChatShortcut, chatShortcut, isMac } from './shortcuts'

/** Runs the page's commands by key. A handler returns false to leave the key to whoever else wants it. */
export function useChatShortcuts(run: (shortcut: ChatShortcut) => boolean): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const mac = isMac()
    const onKeyDown = (event: KeyboardEvent) => {
      // A menu or dialog that closed with this key has said so.
      if (event.defaultPrevented) return
      const shortcut = chatShortcut(event, mac)
      if (shortcut !== null && latest.current(shortcut)) event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
