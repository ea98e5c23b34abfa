import type { BrowserWindow, Rectangle } from 'electron'
import { formatRoute } from '../../shared/page-route'
import type { Log } from '../log'
import type { Page } from '../page'

export interface QuickAskOptions {
  createWindow(): BrowserWindow
  page: Page
  log: Log
  /** Every new window's contents, before anything is loaded into it. */
  onCreated(window: BrowserWindow): void
  isEnding(): boolean
  /** Where it belongs now: on the screen the pointer is on. */
  place(): Rectangle
}

export interface QuickAsk {
  show(): void
  hide(): void
  /** Hides it when it is in front, shows it otherwise. */
  toggle(): void
  isInFront(): boolean
}

/**
 * Owns the small window. It is hidden, never closed, so what was typed is there the next time; one whose page died is made anew.
 */
export function createQuickAsk(options: QuickAskOptions): QuickAsk {
  const { page, log } = options
  let current: BrowserWindow | null = null

  function create(): BrowserWindow {
    const window = options.createWindow()
    options.onCreated(window)
    const { webContents } = window
    window.on('blur', () => window.hide())
    window.on('close', event => {
      if (options.isEnding()) return
      event.preventDefault()
      window.hide()
    })
    window.on('closed', () => {
      if (current === window) current = null
    })
    webContents.on('before-input-event', (_event, { type, key, isComposing }) => {
      // The Escape that ends a composition belongs to the input method.
      if (type === 'keyDown' && key === 'Escape' && !isComposing) window.hide()
    })
    webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) return
      log.error({ reason }, 'the small window crashed')
      window.destroy()
    })
    window
      .loadURL(`${page.url}${formatRoute({ page: 'quick' })}`)
      .catch(error => log.error({ err: error }, 'the small window did not load'))
    return window
  }

  function show(): void {
    current ??= create()
    current.setBounds(options.place())
    current.show()
    current.focus()
  }
  const isInFront = () => current?.isVisible() === true && current.isFocused()

  return {
    show,
    hide: () => current?.hide(),
    toggle() {
      if (isInFront()) current?.hide()
      else show()
    },
    isInFront,
  }
}
