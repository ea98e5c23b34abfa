import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { createDoublePage, type DoublePage } from './double-page'
import type { MessagePortMainDouble } from './double-ports'

/** An event whose default can be prevented, as Electron passes first to its listeners. */
export function preventable<T extends object>(details: T) {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

export interface FrameDouble {
  url: string
  origin: string
  postMessage(channel: string, message: unknown, transfer?: readonly MessagePortMainDouble[]): void
}

type OpenHandler = (details: { url: string }) => { action: string }

const withoutHash = (url: string) => url.split('#', 1)[0]

function chromiumOrigin(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null || parsed.host === '' ? 'null' : `${parsed.protocol}//${parsed.host}`
}

export class WebContentsDouble extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions
  readonly ipc = new EventEmitter()
  readonly mainFrame: FrameDouble
  readonly loaded: string[] = []
  page: DoublePage | null = null
  windowOpenHandler: OpenHandler | null = null
  reloads = 0
  destroyed = false

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    this.mainFrame = {
      url: '',
      origin: 'null',
      postMessage: (channel, message, transfer = []) =>
        this.page?.receive(
          channel,
          message,
          transfer.map(port => port.port),
        ),
    }
  }

  getURL(): string {
    return this.mainFrame.url
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.windowOpenHandler = handler
  }

  /** A navigation main itself starts: to another fragment of the same page it keeps the document. */
  navigate(url: string): void {
    const isSameDocument = url.includes('#') && withoutHash(url) === withoutHash(this.mainFrame.url)
    this.loaded.push(url)
    this.emit('did-start-navigation', preventable({ url, isMainFrame: true, isSameDocument }))
    this.mainFrame.url = url
    this.mainFrame.origin = chromiumOrigin(url)
    if (!isSameDocument) this.startPage()
  }

  /** What main types into the page. */
  readonly typed: object[] = []

  sendInputEvent(event: object): void {
    this.typed.push(event)
  }

  reload(): void {
    this.reloads += 1
    this.emit(
      'did-start-navigation',
      preventable({ url: this.getURL(), isMainFrame: true, isSameDocument: false }),
    )
    this.startPage()
  }

  private startPage(): void {
    const preload = this.options.webPreferences?.preload
    if (preload === undefined) return
    this.page = createDoublePage(preload, this.mainFrame.origin, (channel, message) =>
      this.ipc.emit(channel, { senderFrame: this.mainFrame, sender: this }, message),
    )
  }
}

export class BrowserWindowDouble extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents: WebContentsDouble
  visible = false
  minimized = false
  fullScreen = false
  focused = 0
  inFront = false
  bounds: Rectangle | null = null

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
    this.webContents = new WebContentsDouble(options)
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.navigate(url)
    queueMicrotask(() => this.emit('ready-to-show'))
  }

  show(): void {
    this.visible = true
    this.inFront = true
  }

  hide(): void {
    this.visible = false
    this.inFront = false
  }

  isVisible(): boolean {
    return this.visible
  }

  isFocused(): boolean {
    return this.inFront
  }

  /** Somebody turns to another program. */
  blur(): void {
    this.inFront = false
    this.emit('blur')
  }

  setBounds(bounds: Rectangle): void {
    this.bounds = bounds
  }

  focus(): void {
    this.focused += 1
    this.inFront = true
  }

  isMinimized(): boolean {
    return this.minimized
  }

  restore(): void {
    this.minimized = false
  }

  isFullScreen(): boolean {
    return this.fullScreen
  }

  setFullScreen(on: boolean): void {
    this.fullScreen = on
    if (!on) queueMicrotask(() => this.emit('leave-full-screen'))
  }

  isDestroyed(): boolean {
    return this.webContents.destroyed
  }

  /** What the user's close button does. Returns whether the window went. */
  close(): boolean {
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
    return !event.defaultPrevented
  }

  destroy(): void {
    if (this.webContents.destroyed) return
    this.webContents.destroyed = true
    this.visible = false
    this.webContents.emit('destroyed')
    this.emit('closed')
  }
}
