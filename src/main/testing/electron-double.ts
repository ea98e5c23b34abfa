import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { request as httpRequest, type RequestOptions } from 'node:http'
import { join } from 'node:path'
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron'
import { MessageChannelMainDouble } from './double-ports'
import { createUtilityProcessDouble } from './double-utility-process'
import { BrowserWindowDouble, preventable } from './double-window'

export interface ElectronDoubleOptions {
  appPath: string
  userData: string
  /** What `app.exit` and the end of `app.quit` do. */
  exit(code: number): void
  /** False for a process that is not the first. */
  firstInstance?: boolean
  /** Of the system, most wanted first. */
  languages?: readonly string[]
  /** Keys another program has. */
  takenKeys?: readonly string[]
}

export interface ImageDouble {
  path: string
  isEmpty(): boolean
}

export interface MenuDouble {
  template: MenuItemConstructorOptions[]
}

type Handler = (...values: never[]) => unknown

/**
 * The parts of Electron the main process uses, without Chromium: it keeps what it is given, emits what Electron would, and
 * enforces the orders Electron enforces. It proves nothing about Electron itself.
 */
export function createElectronDouble(options: ElectronDoubleOptions) {
  const calls: [name: string, ...values: unknown[]][] = []
  const record =
    <T>(name: string, answer: T) =>
    (...values: unknown[]): T => {
      calls.push([name, ...values])
      return answer
    }
  const windows: BrowserWindowDouble[] = []
  const trays: TrayDouble[] = []
  const notifications: NotificationDouble[] = []
  const shortcuts = new Map<string, () => void>()
  const protocolHandlers = new Map<string, (request: Request) => Promise<Response>>()
  const sessionHandlers = new Map<string, Handler>()
  const paths = new Map([
    ['userData', options.userData],
    ['logs', join(options.userData, 'logs')],
  ])
  let ready = false
  let quitting = false

  const remember = (name: string) => (handler: Handler) => void sessionHandlers.set(name, handler)

  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    commandLine: { appendSwitch: record('appendSwitch', undefined) },
    getPreferredSystemLanguages: () => options.languages ?? ['en-US'],
    getLoginItemSettings: () => ({ openAtLogin: false, wasOpenedAtLogin: false }),
    setLoginItemSettings: record('setLoginItemSettings', undefined),
    releaseSingleInstanceLock: record('releaseSingleInstanceLock', undefined),
    whenReady: async () => {
      // Later than every microtask of the module's own start, as in Electron.
      await new Promise(resolve => setImmediate(resolve))
      ready = true
    },
    getAppPath: () => options.appPath,
    getVersion: () => '0.0.0',
    getName: () => 'harombe',
    getPath: (name: string) => {
      const path = paths.get(name)
      if (path === undefined) throw new Error(`The double has no path ${name}`)
      return path
    },
    setPath: (name: string, path: string) => void paths.set(name, path),
    setAppLogsPath: (path: string) => void paths.set('logs', path),
    enableSandbox: () => {
      if (ready) throw new Error('app.enableSandbox() can only be called before app is ready')
      calls.push(['enableSandbox'])
    },
    requestSingleInstanceLock: () => options.firstInstance ?? true,
    setAsDefaultProtocolClient: record('setAsDefaultProtocolClient', true),
    setAppUserModelId: record('setAppUserModelId', undefined),
    exit: (code = 0) => options.exit(code),
    quit() {
      if (quitting) return
      const event = preventable({})
      app.emit('before-quit', event)
      if (event.defaultPrevented) return
      if (windows.some(window => !window.isDestroyed() && !window.close())) return
      quitting = true
      app.emit('will-quit', preventable({}))
      options.exit(0)
    },
  })

  class BrowserWindow extends BrowserWindowDouble {
    constructor(given: BrowserWindowConstructorOptions) {
      if (!ready) throw new Error('Cannot create BrowserWindow before app is ready')
      super(given)
      windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
  }

  class TrayDouble extends EventEmitter {
    tooltip = ''
    contextMenu: MenuDouble | null = null
    popUps: MenuDouble[] = []
    menusSet = 0
    destroyed = false
    image: ImageDouble

    constructor(image: ImageDouble) {
      super()
      this.image = image
      trays.push(this)
    }

    setImage(image: ImageDouble): void {
      this.image = image
    }

    setToolTip(text: string): void {
      this.tooltip = text
    }

    setContextMenu(menu: MenuDouble): void {
      this.contextMenu = menu
      this.menusSet += 1
    }

    popUpContextMenu(menu: MenuDouble): void {
      this.popUps.push(menu)
    }

    setIgnoreDoubleClickEvents(): void {}

    destroy(): void {
      this.destroyed = true
    }
  }

  class NotificationDouble extends EventEmitter {
    static isSupported = () => true

    readonly title: string
    readonly body: string

    constructor({ title, body }: { title: string; body: string }) {
      super()
      this.title = title
      this.body = body
    }

    show(): void {
      notifications.push(this)
    }

    close(): void {
      this.emit('close')
    }
  }

  const electron = {
    app,
    BrowserWindow,
    Tray: TrayDouble,
    Notification: NotificationDouble,
    MessageChannelMain: MessageChannelMainDouble,
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]): MenuDouble => ({ template }),
      setApplicationMenu: record('setApplicationMenu', undefined),
    },
    nativeImage: {
      createFromPath: (path: string): ImageDouble => ({ path, isEmpty: () => !existsSync(path) }),
    },
    nativeTheme: { shouldUseDarkColors: false, themeSource: 'system' },
    globalShortcut: {
      register(keys: string, run: () => void): boolean {
        if (options.takenKeys?.includes(keys) === true) return false
        shortcuts.set(keys, run)
        return true
      },
      unregister: (keys: string) => void shortcuts.delete(keys),
    },
    autoUpdater: new EventEmitter(),
    // As far as electron-updater uses it: what it passes is what Node takes, but for the session.
    net: {
      request: ({
        session: _session,
        redirect: _redirect,
        ...request
      }: RequestOptions & { session?: unknown; redirect?: unknown }) => httpRequest(request),
    },
    screen: {
      getCursorScreenPoint: () => ({ x: 10, y: 10 }),
      getDisplayNearestPoint: () => ({ workArea: { x: 0, y: 0, width: 1440, height: 900 } }),
    },
    powerMonitor: new EventEmitter(),
    protocol: {
      registerSchemesAsPrivileged(schemes: unknown) {
        if (ready) throw new Error('Schemes must be registered before app is ready')
        calls.push(['registerSchemesAsPrivileged', schemes])
      },
      handle(scheme: string, handler: (request: Request) => Promise<Response>) {
        if (!ready) throw new Error('protocol.handle needs the app to be ready')
        protocolHandlers.set(scheme, handler)
      },
    },
    session: {
      fromPartition: () => ({}),
      defaultSession: {
        setPermissionRequestHandler: remember('permissionRequest'),
        setPermissionCheckHandler: remember('permissionCheck'),
        setDevicePermissionHandler: remember('devicePermission'),
        setDisplayMediaRequestHandler: remember('displayMedia'),
        webRequest: { onBeforeRequest: remember('beforeRequest') },
      },
    },
    shell: {
      openExternal: record('openExternal', Promise.resolve()),
      openPath: record('openPath', Promise.resolve('')),
    },
    utilityProcess: createUtilityProcessDouble((...values) => calls.push(['utilityProcess.fork', ...values])),
    clipboard: { writeText: record('clipboard', undefined) },
    dialog: {
      showErrorBox: record('showErrorBox', undefined),
      showMessageBox: record('showMessageBox', Promise.resolve({ response: 0, checkboxChecked: false })),
    },
  }
  return { electron, calls, windows, trays, notifications, shortcuts, protocolHandlers, sessionHandlers }
}

export type ElectronDouble = ReturnType<typeof createElectronDouble>
