import type { MessagePort } from 'node:worker_threads'
import type { MenuItemConstructorOptions } from 'electron'
import { preventable } from './double-window'
import type { ElectronDouble, MenuDouble } from './electron-double'

interface MenuSnapshot {
  label: string
  enabled: boolean
  submenu: MenuSnapshot[]
}

const toSnapshot = (items: readonly MenuItemConstructorOptions[]): MenuSnapshot[] =>
  items.map(({ label, enabled, submenu }) => ({
    label: label ?? '—',
    enabled: enabled ?? true,
    submenu: Array.isArray(submenu) ? toSnapshot(submenu) : [],
  }))

/** Everything a test can see of the running main process and do to it, as plain data that crosses a process. */
export function createControl(double: ElectronDouble, sendFrame: (port: number, frame: unknown) => void) {
  const ports = new Map<number, MessagePort>()

  function only<T>(items: readonly T[], what: string): T {
    const item = items.at(-1)
    if (item === undefined) throw new Error(`There is no ${what}`)
    return item
  }
  const window = () => only(double.windows, 'window')
  const contents = () => window().webContents
  const tray = () => only(double.trays, 'tray')
  /** Linux gives the tray its menu beforehand; elsewhere it is made when somebody asks for it. */
  function trayMenu(): readonly MenuItemConstructorOptions[] {
    const shown = tray()
    if (shown.contextMenu === null) shown.emit('right-click')
    return (shown.contextMenu ?? shown.popUps.at(-1))?.template ?? []
  }

  const commands = {
    calls: () => JSON.parse(JSON.stringify(double.calls)) as [name: string, ...values: unknown[]][],
    notifications: () => double.notifications.map(({ title, body }) => ({ title, body })),
    clickNotification: () => void only(double.notifications, 'notification').emit('click'),
    themeSource: () => double.electron.nativeTheme.themeSource,
    keys: () => [...double.shortcuts.keys()],
    pressKeys(keys: string) {
      const run = double.shortcuts.get(keys)
      if (run === undefined) throw new Error(`Nobody has ${keys}`)
      run()
    },
    /** The labels of the menu bar and what is in it. */
    menuBar() {
      const set = double.calls.findLast(([name]) => name === 'setApplicationMenu')
      return toSnapshot((set?.[1] as MenuDouble | undefined)?.template ?? [])
    },
    blurWindow: () => window().blur(),
    /** The user presses a key in the page. */
    typeKey: (key: string) =>
      void contents().emit('before-input-event', {}, { type: 'keyDown', key, isComposing: false }),
    windows: () =>
      double.windows.map(({ options, visible, focused, bounds, webContents }) => ({
        options: { ...options },
        visible,
        focused,
        bounds,
        url: webContents.getURL(),
        reloads: webContents.reloads,
        exposed: webContents.page?.exposed ?? null,
      })),
    tray: () => ({
      image: tray().image.path,
      imageIsEmpty: tray().image.isEmpty(),
      tooltip: tray().tooltip,
      menu: toSnapshot(trayMenu()),
    }),
    chooseInTray(label: string) {
      const item = trayMenu().find(candidate => candidate.label === label)
      if (item?.click === undefined) throw new Error(`The tray has no ${label}`)
      ;(item.click as () => void)()
    },
    async fetchPage(url: string, method: string) {
      const handler = double.protocolHandlers.get('harombe')
      if (handler === undefined) throw new Error('The page is not served')
      const response = await handler(new Request(url, { method }))
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await response.text(),
      }
    },
    /** Emits a preventable event on the page's contents; returns whether it was prevented. */
    attempt(event: string, details: object): boolean {
      const given = preventable(details)
      contents().emit(event, given, details)
      return given.defaultPrevented
    },
    openWindow: (url: string) => contents().windowOpenHandler?.({ url }).action,
    closeWindow: () => window().close(),
    emitApp: (event: string, ...values: unknown[]) => void double.electron.app.emit(event, {}, ...values),
    emitPower: (event: string) => void double.electron.powerMonitor.emit(event),
    /** Asks for a port from the page, with the sender as it is or forged; null when none is handed out. */
    async requestPort(forged: { url?: string; origin?: string } | 'other-frame' | null, timeoutMs: number) {
      const { page, ipc, mainFrame } = contents()
      if (page === null) throw new Error('No page is loaded')
      const { url, origin } = mainFrame
      if (forged === 'other-frame') {
        ipc.emit('harombe:request-port', { senderFrame: { ...mainFrame } })
        return null
      }
      Object.assign(mainFrame, forged ?? {})
      const port = await page.requestPort(timeoutMs)
      Object.assign(mainFrame, { url, origin })
      if (port === null) return null
      const id = ports.size
      ports.set(id, port)
      port.on('message', frame => sendFrame(id, frame))
      port.on('close', () => sendFrame(id, { kind: 'close' }))
      return id
    },
    quit: () => double.electron.app.quit(),
  }
  return {
    commands,
    receiveFrame: (port: number, frame: unknown) => ports.get(port)?.postMessage(frame),
  }
}

export type Control = ReturnType<typeof createControl>
export type Commands = Control['commands']
export type ControlRequest =
  | { id: number; command: keyof Commands; values: readonly unknown[] }
  | { port: number; frame: unknown }
