import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, say } from './bootstrap.mjs'

const packageDirectory = join(projectRoot, 'node_modules', 'electron')

function installedBinary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const directory = override ?? join(packageDirectory, 'dist')
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
  const path = join(directory, names[process.platform] ?? 'electron')
  return existsSync(path) ? path : null
}

/**
 * Where Electron is, downloading it once if the machine can.
 * @returns {{ path: string } | { missing: string }} the reason it cannot be had, as a clause for a sentence
 */
export function findElectron({ download = true } = {}) {
  const found = installedBinary()
  if (found !== null) return { path: found }
  const { version } = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8'))
  if (!download) return { missing: `Electron ${version} is not installed` }
  say(`downloading Electron ${version} (once)`)
  const result = spawnSync(process.execPath, [join(packageDirectory, 'install.js')], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 10 * 60_000,
  })
  const installed = installedBinary()
  if (result.status === 0 && installed !== null) return { path: installed }
  return { missing: `Electron ${version} could not be downloaded` }
}

/** Why a window cannot be shown here, or null. */
export function desktopObstacle() {
  if (process.platform !== 'linux') return null
  if (process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined)
    return 'there is no display'
  // Chromium's sandbox refuses to run as root, and we never switch the sandbox off.
  if (process.getuid?.() === 0) return 'the desktop app does not run as root'
  return null
}
