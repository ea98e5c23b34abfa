import type { Logger } from 'pino'
import { pressOf } from './accelerators'
import { createActions } from './actions'
import { findChord } from './app-menu'
import { type CoordinatorHost, createCoordinatorHost } from './coordinator-host'
import { showCrash } from './crash/crash-dialog'
import type { RunMarker } from './crash/run-marker'
import { createDesktop } from './desktop'
import { findDocs } from './docs'
import type { Electron } from './electron'
import { followPreferences } from './follow-preferences'
import { installNotices } from './install-notices'
import { installPreferences } from './install-preferences'
import { installTray } from './install-tray'
import { superviseEnding } from './lifecycle'
import { createAppWindows } from './main-window'
import { startOwn } from './own-coordinator'
import type { Page } from './page'
import type { ShippedPaths } from './paths'
import { announceProblems } from './problem-dialog'
import type { QuickAsk } from './quick-ask/window'
import { joinRunning } from './running-coordinator'
import type { MainTexts } from './texts'
import type { Windows } from './windows'

export interface AppContext {
  page: Page
  paths: ShippedPaths
  dataDirectory: string
  texts: MainTexts
  run: RunMarker
  openExternalSafe(address: string): boolean
  log: Logger
}

export interface AppParts {
  host: CoordinatorHost
  windows: Windows
  quickAsk: QuickAsk
  /** Puts up tray, menus and notices and starts the coordinator. To be called when the app is ready. */
  install(): void
}

/** Joins the parts of the desktop app. Nothing appears before `install`. */
export function createApp(electron: Electron, context: AppContext): AppParts {
  const { app, clipboard, dialog, powerMonitor, shell } = electron
  const { dataDirectory, paths, texts, run, openExternalSafe, log } = context
  const docs = findDocs(app.getAppPath())
  const showLogs = () => void shell.openPath(app.getPath('logs'))

  const host = createCoordinatorHost({
    startOwn: () => startOwn(electron, dataDirectory, paths, desktop.abilities, log),
    joinRunning: () => joinRunning(dataDirectory),
    t: texts.t,
    log,
  })
  const ending = superviseEnding({
    app,
    powerMonitor,
    log,
    stop() {
      run.ended()
      desktop.updates.stop()
      return host.stop()
    },
  })
  const preferences = followPreferences(host, dataDirectory, log)
  const { windows, quickAsk } = createAppWindows(electron, {
    ...context,
    host,
    ending,
    onGivenUp(crash) {
      const report = desktop.windowCrashed(crash)
      void showCrash(report, { dialog, clipboard, t: texts.t, reopen: () => windows.open(), showLogs })
    },
  })
  const desktop = createDesktop(electron, { ...context, host, ending, windows, quickAsk, preferences })

  function find(): void {
    const chord = findChord(preferences.current().shortcuts)
    if (chord === null) return
    const { keyCode, modifiers } = pressOf(chord, process.platform)
    for (const type of ['keyDown', 'keyUp'] as const) {
      windows.contents()?.sendInputEvent({ type, keyCode, modifiers })
    }
  }
  const perform = createActions({
    openWindow: route => windows.open(route),
    copyText: text => clipboard.writeText(text),
    mintBrowserUrl: () => host.current()?.mintBrowserUrl?.() ?? null,
    openExternalSafe,
    setServing(serving) {
      host
        .current()
        ?.client.call('cluster.setServing', { serving })
        .catch(err => log.warn({ err }, 'serving was not changed'))
    },
    find,
    checkForUpdates() {
      void desktop.updates.check()
      windows.open({ page: 'settings', section: 'desktop' })
    },
    restartToUpdate() {
      desktop.updates.restart().catch((error: unknown) => {
        log.warn({ err: error }, 'the update was not installed')
        dialog.showErrorBox('harombe', error instanceof Error ? error.message : String(error))
      })
    },
    showDocs() {
      if (docs?.kind === 'page') openExternalSafe(docs.address)
      else if (docs !== null) void shell.openPath(docs.path)
    },
    showLogs,
    quit: () => app.quit(),
  })

  return {
    host,
    windows,
    quickAsk,
    install() {
      installPreferences(electron, { preferences, desktop, texts, hasDocs: docs !== null, perform })
      installTray(electron, { host, desktop, texts, paths, perform })
      installNotices(electron, { host, desktop, preferences, windows, quickAsk, texts, log })
      announceProblems(host, dialog, texts.t)
      host.start()
      desktop.updates.start()
    },
  }
}
