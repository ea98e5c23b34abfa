export type ChatShortcut = 'newChat' | 'toggleSidebar' | 'search' | 'copyLast' | 'stop'

export interface KeyPress {
  code: string
  key: string
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
  altKey: boolean
  isComposing: boolean
}

/** The command a key press asks for. `mac` decides which key is "mod": ⌘ there, Ctrl elsewhere. */
export function chatShortcut(press: KeyPress, mac: boolean): ChatShortcut | null {
  if (press.isComposing || press.altKey) return null
  const bare = !press.ctrlKey && !press.metaKey && !press.shiftKey
  if (press.key === 'Escape') return bare ? 'stop' : null
  const mod = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey
  if (!mod) return null
  const letter = press.key.toLowerCase()
  if (press.shiftKey) {
    // Browsers keep mod+N for themselves; mod+shift+O is what other chats use.
    if (letter === 'o') return 'newChat'
    if (letter === 'c') return 'copyLast'
    return letter === 'f' ? 'search' : null
  }
  if (letter === 'n') return 'newChat'
  return letter === 'b' ? 'toggleSidebar' : null
}

/** Enter sends, unless an input method is choosing a character with it (229 is how some browsers say so). */
export function isSendKey(press: KeyPress & { keyCode: number }): boolean {
  return (
    press.key === 'Enter' &&
    !press.shiftKey &&
    !press.altKey &&
    !press.ctrlKey &&
    !press.metaKey &&
    !press.isComposing &&
    press.keyCode !== 229
  )
}

export const isMac = () => /mac|iphone|ipad/i.test(navigator.platform)

/** `keys('B')` → "⌘B" or "Ctrl B". */
export function shortcutText(key: string, shift = false): string {
  return isMac() ? `${shift ? '⇧' : ''}⌘${key}` : `Ctrl ${shift ? 'Shift ' : ''}${key}`
}
