import type { GlobalShortcut } from 'electron'

export type KeysProblem = 'taken' | 'wayland' | 'invalid'

export interface QuickAskKeys {
  keys: string | null
  problem: KeysProblem | null
}

export interface QuickAskKeysParts {
  globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>
  /** Under Wayland a program has no keys of its own unless the desktop gives it some. */
  isWayland: boolean
  onPressed(): void
}

export const isWayland = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean =>
  platform === 'linux' && (env.XDG_SESSION_TYPE === 'wayland' || (env.WAYLAND_DISPLAY ?? '') !== '')

/** With a modifier besides Shift, or a key nobody writes with: any other would be lost to every program. */
const mayBeHeld =
  /^(?:.+\+)?(?:(?:(?:Command|Cmd|Control|Ctrl)(?:OrControl|OrCtrl)?|Alt|Option|AltGr|Super|Meta)\+.+|F\d{1,2}|Media\w+)$/i

/** Holds the keys that open the small window from anywhere; whoever takes new ones gives the old ones back. */
export function createQuickAskKeys({ globalShortcut, isWayland, onPressed }: QuickAskKeysParts) {
  let held: string | null = null

  function take(keys: string): KeysProblem | null {
    if (!mayBeHeld.test(keys)) return 'invalid'
    try {
      if (!globalShortcut.register(keys, onPressed)) return isWayland ? 'wayland' : 'taken'
      held = keys
      return null
    } catch {
      // Electron throws at what is no accelerator, such as a key it does not know.
      return 'invalid'
    }
  }

  return {
    use(keys: string | null): QuickAskKeys {
      if (keys !== null && keys === held) return { keys, problem: null }
      if (held !== null) globalShortcut.unregister(held)
      held = null
      return { keys, problem: keys === null ? null : take(keys) }
    },
  }
}
