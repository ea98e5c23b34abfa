import { useEffect, useRef } from 'react'
import { type ChatShortcut, chatShortcut, isMac } from './shortcuts'

/** Escape belongs to an open dialog or menu, and to a field that says so. A tooltip has no claim to it. */
function escapeIsTaken(event: KeyboardEvent): boolean {
  const { target } = event
  return (
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null ||
    (target instanceof Element && target.closest('[data-own-escape="true"]') !== null)
  )
}

/** Runs the page's commands by key. A handler returns false to leave the key to whoever else wants it. */
export function useChatShortcuts(run: (shortcut: ChatShortcut) => boolean): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const mac = isMac()
    const handle = (event: KeyboardEvent) => {
      const shortcut = chatShortcut(event, mac)
      if (shortcut !== null && latest.current(shortcut)) event.preventDefault()
    }
    // Escape is judged on its way down: on its way up the layer it closed is gone already.
    const onCapture = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !escapeIsTaken(event)) handle(event)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' && !event.defaultPrevented) handle(event)
    }
    window.addEventListener('keydown', onCapture, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onCapture, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}
