import { join } from 'node:path'
import { createCloseHint } from './close-hint'
import type { CoordinatorHost } from './coordinator-host'
import type { Electron } from './electron'
import type { Ending } from './lifecycle'
import type { Log } from './log'
import type { Page } from './page'
import type { ShippedPaths } from './paths'
import { createPortBroker } from './port-broker'
import { windowOptions } from './window-options'
import { createWindows, type Windows } from './windows'

type Parts = Pick<
  Electron,
  'app' | 'BrowserWindow' | 'dialog' | 'MessageChannelMain' | 'nativeTheme' | 'Notification'
>

export interface MainWindowContext {
  host: Pick<CoordinatorHost, 'link'>
  ending: Ending
  page: Page
  paths: ShippedPaths
  log: Log
}

/** The app's window with everything it needs: options, a port for its page, the hint when it is first closed. */
export function createMainWindow(electron: Parts, context: MainWindowContext): Windows {
  const { app, BrowserWindow, dialog, MessageChannelMain, nativeTheme, Notification } = electron
  const { host, ending, page, paths, log } = context
  const { platform } = process

  const broker = createPortBroker({
    page,
    log,
    link: () => host.link(),
    createPorts: () => new MessageChannelMain(),
  })
  const onHidden = createCloseHint({
    markerPath: join(app.getPath('userData'), 'close-hint-given'),
    platform,
    log,
    notify(text) {
      if (Notification.isSupported()) new Notification(text).show()
    },
  })
  return createWindows({
    page,
    log,
    isEnding: ending.isEnding,
    onHidden,
    createWindow: () =>
      new BrowserWindow(
        windowOptions({
          platform,
          preloadPath: paths.preload,
          iconPath: paths.windowIcon,
          dark: nativeTheme.shouldUseDarkColors,
          developerTools: !app.isPackaged,
        }),
      ),
    onCreated(window) {
      ending.watchWindow(window)
      broker.attach(window.webContents)
    },
    onGivenUp() {
      dialog.showErrorBox(
        'The window keeps crashing',
        'harombe goes on answering your machines. Open the window again from the tray, or look into the logs.',
      )
    },
  })
}
