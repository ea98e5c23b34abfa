import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron'
import { quickAskSize } from './quick-ask/place'

export interface WindowEnvironment {
  platform: NodeJS.Platform
  preloadPath: string
  iconPath: string
  dark: boolean
  /** A packaged app offers no developer tools. */
  developerTools: boolean
}

/** As the page's own ground (`--canvas`), so that nothing flashes before its first paint. */
const canvas = { light: '#f7f7f8', dark: '#121316' } as const

/** What every page runs in. The security switches repeat Electron's defaults on purpose: a change of default or a
 * careless edit must show up as a failing test.
 */
const pageOptions = ({ platform, preloadPath, developerTools }: WindowEnvironment): WebPreferences => ({
  preload: preloadPath,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  devTools: developerTools,
  // Elsewhere than on macOS, Chromium downloads its dictionaries from a server we have no business with.
  spellcheck: platform === 'darwin',
})

const backgroundOf = ({ dark }: WindowEnvironment) => (dark ? canvas.dark : canvas.light)

/** Everything the main window is made of. */
export function windowOptions(environment: WindowEnvironment): BrowserWindowConstructorOptions {
  const { platform, iconPath } = environment
  return {
    // Electron keeps size, place and maximised state under this name and fits them to the screens there are.
    name: 'main',
    windowStatePersistence: true,
    title: 'harombe',
    width: 1180,
    height: 780,
    minWidth: 360,
    minHeight: 480,
    show: false,
    backgroundColor: backgroundOf(environment),
    autoHideMenuBar: true,
    // macOS takes the icon from the bundle.
    ...(platform === 'darwin' ? {} : { icon: iconPath }),
    webPreferences: pageOptions(environment),
  }
}

/** The small window: no frame, over everything else, nothing to resize or to find in a list of windows. */
export function quickAskOptions(environment: WindowEnvironment): BrowserWindowConstructorOptions {
  return {
    ...quickAskSize,
    // A panel takes the keys without bringing the rest of the app forward.
    ...(environment.platform === 'darwin' ? { type: 'panel' } : {}),
    title: 'harombe',
    frame: false,
    show: false,
    alwaysOnTop: true,
    skipTaskbar: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    backgroundColor: backgroundOf(environment),
    webPreferences: pageOptions(environment),
  }
}
