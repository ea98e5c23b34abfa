import type { Menu, NativeImage, Tray } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { clusterView, nodeView } from '../shared/entities/testing/views'
import { english } from '../shared/texts/english'
import { createElectronDouble } from './testing/electron-double'
import { asElectron } from './testing/fixtures'
import { createTrayView, toMenuTemplate } from './tray'
import { type TrayFlags, trayModel } from './tray-model'

const flags: TrayFlags = {
  endpoint: null,
  problem: null,
  canOpenInBrowser: false,
  approvals: [],
  update: { state: 'current', checkedAt: null },
}
const idle = trayModel(clusterView([nodeView('mac-mini')]), flags, english)
const offline = trayModel(null, flags, english)

function shownOn(platform: NodeJS.Platform) {
  const double = createElectronDouble({ appPath: '/app', userData: '/data', exit: () => undefined })
  const perform = vi.fn()
  const loadImage = vi.fn((state: string) =>
    asElectron<NativeImage>(double.electron.nativeImage.createFromPath(`/icons/${state}`)),
  )
  const view = createTrayView({
    platform,
    perform,
    loadImage,
    createTray: image =>
      asElectron<Tray>(new double.electron.Tray({ ...image, path: '', isEmpty: () => false })),
    buildMenu: template => asElectron<Menu>(double.electron.Menu.buildFromTemplate(template)),
  })
  view.show(offline)
  const [tray] = double.trays
  if (tray === undefined) throw new Error('No tray appeared')
  return { view, tray, perform, loadImage }
}

const clickable = (template: ReturnType<typeof toMenuTemplate>, label: string) =>
  template.find(item => item.label === label)?.click as (() => void) | undefined

describe('the tray view', () => {
  it('changes picture and tooltip with the state, and loads a picture once', () => {
    const { view, tray, loadImage } = shownOn('darwin')
    view.show(idle)
    expect(tray.image.path).toBe('/icons/idle')
    expect(tray.tooltip).toBe(idle.tooltip)
    view.show(offline)
    view.show(idle)
    expect(loadImage.mock.calls).toEqual([['offline'], ['idle']])
  })

  it('always has its menu on Linux, where no click arrives, and sets it only when it changed', () => {
    const { view, tray } = shownOn('linux')
    expect(tray.contextMenu?.template[0]?.label).toBe('Starting…')
    expect(tray.listenerCount('click')).toBe(0)
    view.show(idle)
    view.show({ ...idle, tooltip: 'other' })
    expect(tray.menusSet).toBe(2)
    expect(tray.contextMenu?.template[0]?.label).toBe('Ready')
  })

  it.each(['darwin', 'win32'] as const)(
    'opens a fresh menu on %s instead of replacing an open one',
    platform => {
      const { view, tray } = shownOn(platform)
      view.show(idle)
      expect(tray.menusSet).toBe(0)
      tray.emit('right-click')
      expect(tray.popUps[0]?.template[0]?.label).toBe('Ready')
    },
  )

  it('opens the window on a click on Windows and the menu on macOS', () => {
    const windows = shownOn('win32')
    windows.tray.emit('click')
    expect(windows.perform).toHaveBeenCalledExactlyOnceWith({ type: 'open' })
    const mac = shownOn('darwin')
    mac.tray.emit('click')
    expect(mac.tray.popUps).toHaveLength(1)
    expect(mac.perform).not.toHaveBeenCalled()
  })
})

describe('toMenuTemplate', () => {
  it('shows an ampersand in a name as one', () => {
    const view = clusterView([nodeView('R&D')])
    const template = toMenuTemplate(trayModel(view, flags, english).items, () => undefined)
    expect(JSON.stringify(template)).toContain('R&&D')
  })

  it('performs the action of the chosen item', () => {
    const perform = vi.fn()
    const template = toMenuTemplate(idle.items, perform)
    clickable(template, 'New chat')?.()
    clickable(template, 'Quit harombe')?.()
    expect(perform.mock.calls).toEqual([[{ type: 'newChat' }], [{ type: 'quit' }]])
    expect(template[0]).toEqual({ label: 'Ready', enabled: false })
  })
})
