import { join } from 'node:path'
import type { TrayState } from './tray-model'

export type ShippedPaths = ReturnType<typeof shippedPaths>

/** Files the app ships, below Electron's `app.getAppPath()`: the checkout, or the asar archive. */
export function shippedPaths(appPath: string, platform: NodeJS.Platform) {
  const resource = (...parts: string[]) => join(appPath, 'resources', ...parts)
  const trayFile = (state: TrayState) => {
    // Electron finds the @2x and @3x files beside it, and takes `…Template` for a mask that macOS colours.
    if (platform === 'darwin') return `${state}Template.png`
    return platform === 'win32' ? `${state}.ico` : `${state}.png`
  }
  return {
    preload: join(appPath, 'out', 'preload', 'index.cjs'),
    renderer: join(appPath, 'out', 'renderer'),
    /** The embedded engine's process, and the package it is installed from. */
    engine: { entry: join(appPath, 'out', 'main', 'engine.js'), packageFolder: resource('engine') },
    /** The thread that writes conversations. */
    storageThread: join(appPath, 'out', 'main', 'storage-thread.js'),
    /** The thread that searches conversations. */
    searchThread: join(appPath, 'out', 'main', 'search-thread.js'),
    /** The thread that takes attached files apart. */
    ingestThread: join(appPath, 'out', 'main', 'ingest-thread.js'),
    /** The thread that web pages, calculations and searches in files may hold up. */
    toolThread: join(appPath, 'out', 'main', 'tool-thread.js'),
    /** What updates are verified with; only in builds whose maker has a key. */
    updateKey: resource('update-key.pem'),
    windowIcon: platform === 'win32' ? resource('icon.ico') : resource('icons', '512x512.png'),
    trayIcon: (state: TrayState) => resource('tray', trayFile(state)),
  }
}
