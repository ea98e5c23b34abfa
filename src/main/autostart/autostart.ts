import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import type { Translate } from '../../shared/texts/translator'
import { autostartEntry, isAutostartOn } from './desktop-entry'

/** What harombe is started with at login: into the tray, without a window. */
export const hiddenArgument = '--hidden'

export interface Autostart {
  /** Null where the system cannot, or harombe is not installed. */
  isOn(): boolean | null
  /** @throws when the file cannot be written; the system may also ignore it, see `isOn` */
  set(open: boolean): void
}

export interface AutostartOptions {
  app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  home: string
  /** Of the running program. */
  execPath: string
  t: Translate
}

/** Of freedesktop.org: a file in the user's autostart folder. */
function xdgAutostart({ env, home, execPath, t }: AutostartOptions): Autostart {
  const base = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config')
  const path = join(base, 'autostart', 'harombe.desktop')
  return {
    isOn() {
      try {
        return isAutostartOn(readFileSync(path, 'utf8'))
      } catch {
        // Not there, or nothing that could be read: the desktop starts nothing from it either.
        return false
      }
    },
    set(open) {
      if (!open) return rmSync(path, { force: true })
      mkdirSync(dirname(path), { recursive: true })
      // The program inside a mounted AppImage is gone when that ends; the file it came from stays.
      const command = [env.APPIMAGE ?? execPath, hiddenArgument]
      writeFileSync(
        path,
        autostartEntry({ command, name: 'harombe', comment: t('desktop.autostart.comment') }),
      )
    },
  }
}

function loginItem({ app, platform }: AutostartOptions): Autostart {
  const args = platform === 'win32' ? { args: [hiddenArgument] } : {}
  return {
    isOn: () => app.getLoginItemSettings(args).openAtLogin,
    set: open => app.setLoginItemSettings({ openAtLogin: open, ...args }),
  }
}

/** Starting with the computer. A checkout does not: what it would start is gone with the next `git checkout`. */
export function createAutostart(options: AutostartOptions): Autostart {
  const { app, platform } = options
  if (!app.isPackaged) return { isOn: () => null, set: () => undefined }
  if (platform === 'linux') return xdgAutostart(options)
  return platform === 'darwin' || platform === 'win32'
    ? loginItem(options)
    : { isOn: () => null, set: () => undefined }
}

/** Whether this start was the system's own at login: the window stays away then. */
export function startsHidden(
  app: Pick<App, 'getLoginItemSettings'>,
  platform: NodeJS.Platform,
  argv: readonly string[],
): boolean {
  if (argv.includes(hiddenArgument)) return true
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}
