import { useCallback, useState } from 'react'
import { useMediaQuery } from '../../use-media-query'

const storageKey = 'harombe.chat.sidebar'

function readStored(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'closed'
  } catch {
    return true
  }
}

function store(open: boolean): void {
  try {
    localStorage.setItem(storageKey, open ? 'open' : 'closed')
  } catch {
    // It holds for this page then.
  }
}

export interface SidebarState {
  /** Over the chat instead of beside it: the window is narrow. */
  overlay: boolean
  open: boolean
  setOpen(open: boolean): void
}

/** Beside the chat it stays as it was left; as an overlay it opens on demand and closes with the choice. */
export function useSidebar(): SidebarState {
  const overlay = useMediaQuery('(max-width: 819px)')
  const [docked, setDocked] = useState(readStored)
  const [floating, setFloating] = useState(false)
  const setOpen = useCallback(
    (open: boolean) => {
      if (overlay) return setFloating(open)
      setDocked(open)
      store(open)
    },
    [overlay],
  )
  return { overlay, open: overlay ? floating : docked, setOpen }
}
