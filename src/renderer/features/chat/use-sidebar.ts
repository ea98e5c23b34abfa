import { useCallback, useState } from 'react'
import { useMediaQuery } from '../../use-media-query'

const openKey = 'harombe.chat.sidebar'
const widthKey = 'harombe.chat.sidebar-width'

/** Pixels. */
export const leastWidth = 208
export const usualWidth = 256
export const mostWidth = 448

export const boundedWidth = (width: number): number =>
  Number.isFinite(width) ? Math.round(Math.min(mostWidth, Math.max(leastWidth, width))) : usualWidth

/** A browser may refuse storage by throwing at the mere mention of it. */
function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // It holds for this page then.
  }
}

export interface SidebarState {
  /** Over the chat instead of beside it: the window is narrow. */
  overlay: boolean
  open: boolean
  setOpen(open: boolean): void
  /** Beside the chat, pixels. */
  width: number
  setWidth(width: number): void
}

/** Beside the chat it stays as it was left; as an overlay it opens on demand and closes with the choice. */
export function useSidebar(): SidebarState {
  const overlay = useMediaQuery('(max-width: 819px)')
  const [docked, setDocked] = useState(() => readStored(openKey) !== 'closed')
  const [width, setWidth] = useState(() => boundedWidth(Number(readStored(widthKey) ?? usualWidth)))
  const [floating, setFloating] = useState(false)
  const setOpen = useCallback(
    (open: boolean) => {
      if (overlay) return setFloating(open)
      setDocked(open)
      store(openKey, open ? 'open' : 'closed')
    },
    [overlay],
  )
  return {
    overlay,
    open: overlay ? floating : docked,
    setOpen,
    width,
    setWidth: useCallback((next: number) => {
      const bounded = boundedWidth(next)
      setWidth(bounded)
      store(widthKey, `${bounded}`)
    }, []),
  }
}
