import { join } from 'node:path'
import { createCloseHint } from './close-hint'
import type { CoordinatorHost } from './coordinator-host'
import type { Electron } from './electron'
import type { Ending } from './lifecycle'
import type { Log } from './log'
import type { Page } from './page'
import type { ShippedPaths } from './paths'
import { createPortBroker } from './port-broker'
import { quickAskBounds } from './quick-ask/place'
import { createQuickAsk, type QuickAsk } from './quick-ask/window'
import type { MainTexts } from './texts'
import { quickAskOptions, windowOptions } from './window-options'
import { createWindows, type Windows, type WindowsOptions } from './windows'

type Parts = Pick<
  Electron,
  'app' | 'BrowserWindow' | 'MessageChannelMain' | 'nativeTheme' | 'Notification' | 'screen'
>

export interface WindowContext {
  host: Pick<CoordinatorHost, 'link'>
  ending: Ending
  page: Page
  paths: ShippedPaths
  texts: MainTexts
  log: Log
  onGivenUp: WindowsOptions['onGivenUp']
}

/** The app's windows with everything they need: options, a port for each page, the hint when the main one is first closed. */
export function createAppWindows(
  electron: Parts,
  context: WindowContext,
): { windows: Windows; quickAsk: QuickAsk } {
  const { app, BrowserWindow, MessageChannelMain, nativeTheme, Notification, screen } = electron
  const { host, ending, page, paths, texts, log } = context
  const { platform } = process

  const brokerOf = () =>
    createPortBroker({
      page,
      log,
      link: () => host.link(),
      createPorts: () => new MessageChannelMain(),
    })
  const environment = () => ({
    platform,
    preloadPath: paths.preload,
    iconPath: paths.windowIcon,
    dark: nativeTheme.shouldUseDarkColors,
    developerTools: !app.isPackaged,
  })
  const onCreated = (window: Electron.BrowserWindow) => {
    ending.watchWindow(window)
    brokerOf().attach(window.webContents)
  }
  const onHidden = createCloseHint({
    markerPath: join(app.getPath('userData'), 'close-hint-given'),
    platform,
    t: texts.t,
    log,
    notify(text) {
      if (Notification.isSupported()) new Notification(text).show()
    },
  })
  const shared = { page, log, isEnding: ending.isEnding, onCreated }
  const windows = createWindows({
    ...shared,
    onHidden,
    createWindow: () => new BrowserWindow(windowOptions(environment())),
    onGivenUp: context.onGivenUp,
  })
  const quickAsk = createQuickAsk({
    ...shared,
    createWindow: () => new BrowserWindow(quickAskOptions(environment())),
    place: () => quickAskBounds(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).workArea),
  })
  return { windows, quickAsk }
}
