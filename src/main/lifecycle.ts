import type { App, BrowserWindow, PowerMonitor } from 'electron'
import { hiddenArgument } from './autostart/autostart'
import { type DeepLink, findDeepLink, parseDeepLink } from './deep-links'
import type { Log } from './log'
import { appScheme } from './page'

/** How long a graceful stop may take before the process ends anyway; the database survives being cut off. */
const stopDeadlineMs = 5_000

export interface Ending {
  /** The app is quitting or the system is going down. */
  isEnding(): boolean
  /** Stops the coordinator and lets the app quit at once, for whoever is about to quit it. */
  prepare(): Promise<void>
  /** Windows tells its windows, not the app, that the session ends. */
  watchWindow(window: Pick<BrowserWindow, 'on'>): void
}

export interface EndingOptions {
  app: Pick<App, 'on' | 'quit' | 'exit'>
  powerMonitor: Pick<PowerMonitor, 'on'>
  /** Stops the coordinator; resolves when its lock is given back. Called once. */
  stop(): Promise<void>
  log: Log
  deadlineMs?: number
}

/**
 * Quitting waits for the coordinator, at most for the deadline. When the system goes down nothing waits: refusing to quit
 * would cancel the shutdown, so the stop only gets a head start.
 */
export function superviseEnding(options: EndingOptions): Ending {
  const { app, powerMonitor, log, deadlineMs = stopDeadlineMs } = options
  let ending = false
  let systemEnding = false
  let stopped = false
  let stopping: Promise<void> | null = null

  const stopOnce = () => {
    stopping ??= options
      .stop()
      .catch(error => log.error({ err: error }, 'the coordinator did not stop cleanly'))
    return stopping
  }
  const onSystemEnding = () => {
    ending = true
    systemEnding = true
    void stopOnce()
  }

  app.on('before-quit', event => {
    ending = true
    if (stopped || systemEnding) return
    event.preventDefault()
    if (stopping !== null) return
    let deadline: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => {
      deadline = setTimeout(resolve, deadlineMs)
    })
    void Promise.race([stopOnce(), late]).then(() => {
      clearTimeout(deadline)
      stopped = true
      app.quit()
    })
  })
  // Linux and macOS; on macOS it also comes with "Quit" in the Dock's menu, where a head start does no harm.
  powerMonitor.on('shutdown', onSystemEnding)
  // Without a listener the app would quit with its last window.
  app.on('window-all-closed', () => undefined)

  return {
    isEnding: () => ending,
    async prepare() {
      ending = true
      await stopOnce()
      stopped = true
    },
    watchWindow(window) {
      window.on('query-session-end', () => {
        ending = true
      })
      window.on('session-end', onSystemEnding)
    },
  }
}

export interface ArrivalOptions {
  app: Pick<App, 'on'>
  argv: readonly string[]
  onOpen(link: DeepLink | null): void
  onQuickAsk(): void
}

/** Opens the small window: for desktops that give programs no keys, but let the user bind a command to some. */
export const quickAskArgument = '--quick-ask'

/**
 * Everything that asks a running app to come forward: a second start, the Dock, a link. Returns the link this process was
 * itself started with. To be called before `ready`, or macOS drops the link that started the app.
 */
export function watchArrivals({ app, argv, onOpen, onQuickAsk }: ArrivalOptions): DeepLink | null {
  app.on('second-instance', (_event, others) => {
    if (others.includes(quickAskArgument)) onQuickAsk()
    else if (!others.includes(hiddenArgument)) onOpen(findDeepLink(others))
  })
  app.on('activate', () => onOpen(null))
  app.on('open-url', (event, address) => {
    event.preventDefault()
    onOpen(parseDeepLink(address))
  })
  return findDeepLink(argv)
}

/** The name under which Windows files notifications; the installer's shortcut has the same. */
export const appId = 'app.harombe.desktop'

/** Only an installed app claims `harombe://`: a checkout must not change what the user's links open. */
export function registerWithSystem(
  app: Pick<App, 'isPackaged' | 'setAppUserModelId' | 'setAsDefaultProtocolClient'>,
  platform: NodeJS.Platform,
): void {
  if (!app.isPackaged) return
  if (platform === 'win32') app.setAppUserModelId(appId)
  app.setAsDefaultProtocolClient(appScheme)
}
