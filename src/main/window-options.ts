import type { BrowserWindowConstructorOptions } from 'electron'

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

/**
 * Everything a window is made of. The security switches repeat Electron's defaults on purpose: a change of default or a
 * careless edit must show up as a failing test.
 */
export function windowOptions(environment: WindowEnvironment): BrowserWindowConstructorOptions {
  const { platform, preloadPath, iconPath, dark, developerTools } = environment
  return {
    // Electron keeps size, place and maximised state under this name and fits them to the screens there are.
    name: 'main',
    windowStatePersistence: true,
    title: 'harombe',
    width: 1180,
    height: 780,
    minWidth: 720,
    minHeight: 480,
    show: false,
    backgroundColor: dark ? canvas.dark : canvas.light,
    autoHideMenuBar: true,
    // macOS takes the icon from the bundle.
    ...(platform === 'darwin' ? {} : { icon: iconPath }),
    webPreferences: {
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
    },
  }
}
