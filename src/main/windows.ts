import type { BrowserWindow, RenderProcessGoneDetails, WebContents } from 'electron'
import { formatRoute, type PageRoute } from '../shared/page-route'
import { decideAfterCrash, noCrashes } from './crash-policy'
import type { Log } from './log'
import type { Page } from './page'

export interface WindowsOptions {
  createWindow(): BrowserWindow
  page: Page
  log: Log
  /** Every new window's contents, before anything is loaded into it. */
  onCreated(window: BrowserWindow): void
  /** True once the app is quitting or the system is going down: then closing closes. */
  isEnding(): boolean
  /** A close that only hid the window. */
  onHidden(): void
  /** The page crashed again and again, in safe mode too. */
  onGivenUp(crash: { reason: string; exitCode: number; count: number }): void
  /** Monotonic, ms. */
  now?(): number
}

export interface Windows {
  /** Shows the window, at `route` if one is given, making it first if there is none. */
  open(route?: PageRoute): void
  /** Somebody looks at it. */
  isInFront(): boolean
  /** The page, if there is one. */
  contents(): WebContents | null
}

function hide(window: BrowserWindow): void {
  // A window hidden while in full screen leaves a black space behind on macOS.
  if (window.isFullScreen()) {
    window.once('leave-full-screen', () => window.hide())
    window.setFullScreen(false)
  } else window.hide()
}

/** Owns the one window: made when first needed, hidden on close, brought back when its page dies. */
export function createWindows(options: WindowsOptions): Windows {
  const { page, log, now = () => performance.now() } = options
  let current: BrowserWindow | null = null
  let crashes = noCrashes
  /** Since the last time it was given up. */
  let count = 0

  const load = (window: BrowserWindow, hash: string) => {
    const url = `${page.url}${crashes.safeMode ? '?safe=1' : ''}${hash}`
    // The present address once more would be a reload.
    if (window.webContents.getURL() === url) return
    window.loadURL(url).catch(error => log.error({ err: error }, 'the page did not load'))
  }

  function onGone(window: BrowserWindow, { reason, exitCode }: RenderProcessGoneDetails): void {
    if (reason === 'clean-exit' || options.isEnding() || window.isDestroyed()) return
    const decision = decideAfterCrash(crashes, now())
    const entersSafeMode = decision.history.safeMode && !crashes.safeMode
    crashes = decision.history
    count += 1
    log.error({ reason, action: decision.action }, 'the window crashed')
    if (decision.action === 'give-up') {
      window.destroy()
      options.onGivenUp({ reason, exitCode, count })
      count = 0
    } else if (entersSafeMode) load(window, new URL(window.webContents.getURL() || page.url).hash)
    else window.webContents.reload()
  }

  function create(): BrowserWindow {
    const window = options.createWindow()
    options.onCreated(window)
    window.once('ready-to-show', () => window.show())
    window.webContents.once('did-fail-load', () => window.show())
    window.webContents.on('render-process-gone', (_event, details) => onGone(window, details))
    window.on('close', event => {
      if (options.isEnding()) return
      event.preventDefault()
      hide(window)
      options.onHidden()
    })
    window.on('closed', () => {
      if (current === window) current = null
    })
    return window
  }

  return {
    open(route) {
      const existing = current
      const window = existing ?? create()
      current = window
      if (existing === null) load(window, route === undefined ? '' : formatRoute(route))
      else if (route !== undefined) load(window, formatRoute(route))
      if (existing === null) return
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    isInFront: () => current?.isVisible() === true && current.isFocused(),
    contents: () => current?.webContents ?? null,
  }
}
