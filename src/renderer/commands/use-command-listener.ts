import { useEffect, useRef } from 'react'
import { commandOf } from './commands'
import { commandsOfPress } from './keymap'
import { isMac } from './platform'
import { commandRegistry, useKeymap } from './use-command'

/** Escape belongs to an open dialog or menu, and to a field that says so. A tooltip has no claim to it. */
function isEscapeTaken({ target }: KeyboardEvent): boolean {
  return (
    document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null ||
    (target instanceof Element && target.closest('[data-own-escape="true"]') !== null)
  )
}

const isEditable = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"], [role="combobox"]'))

const isModalOpen = () => document.querySelector('[data-modal]') !== null

/** Runs the commands of this window by their keys. Once, in whatever frame the window has. */
export function useCommandListener(): void {
  const keymap = useKeymap()
  const latest = useRef(keymap)
  latest.current = keymap
  useEffect(() => {
    const mac = isMac()
    const handle = (event: KeyboardEvent) => {
      const modal = isModalOpen()
      for (const id of commandsOfPress(latest.current, event, mac, isEditable(event.target))) {
        const { group, anywhere } = commandOf(id)
        if (modal && group !== 'go' && anywhere !== true) continue
        if (!commandRegistry.run(id)) continue
        event.preventDefault()
        return
      }
    }
    // Escape is judged on its way down: on its way up the layer it closed is gone already.
    const onCapture = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.shiftKey && !isEscapeTaken(event)) handle(event)
    }
    // Others on its way up, so that an editor's own keys come first.
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.key !== 'Escape' || event.shiftKey) && !event.defaultPrevented) handle(event)
    }
    window.addEventListener('keydown', onCapture, { capture: true })
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onCapture, { capture: true })
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
}
