import { describe, expect, it, vi } from 'vitest'
import { appMenu, type MenuEntry, toNativeMenu } from './app-menu'

function flatten(entries: readonly MenuEntry[]): MenuEntry[] {
  return entries.flatMap(entry => (entry.type === 'menu' ? flatten(entry.entries) : [entry]))
}
const roles = (entries: readonly MenuEntry[]) =>
  flatten(entries).flatMap(entry => (entry.type === 'role' ? entry.role : []))

describe('the menu bar', () => {
  it.each(['darwin', 'win32', 'linux'] as const)(
    'on %s makes editing and zoom keys work and offers no developer tools',
    platform => {
      const found = roles(appMenu(platform, false))
      expect(found).toEqual(
        expect.arrayContaining(['editMenu', 'zoomIn', 'zoomOut', 'resetZoom', 'windowMenu']),
      )
      expect(found).not.toContain('toggleDevTools')
      expect(found).not.toContain('forceReload')
    },
  )

  it('has one way to quit on every system', () => {
    // On macOS it is inside the app menu.
    expect(roles(appMenu('darwin', false)).filter(role => role === 'quit' || role === 'appMenu')).toEqual([
      'appMenu',
    ])
    expect(roles(appMenu('linux', false)).filter(role => role === 'quit' || role === 'appMenu')).toEqual([
      'quit',
    ])
  })

  it('performs its commands', () => {
    const perform = vi.fn()
    const native = toNativeMenu(flatten(appMenu('linux', true)), perform)
    for (const label of ['New Chat', 'Cluster', 'Models', 'Show Logs']) {
      const click = native.find(item => item.label === label)?.click as (() => void) | undefined
      click?.()
    }
    expect(perform.mock.calls).toEqual([
      [{ type: 'newChat' }],
      [{ type: 'openCluster' }],
      [{ type: 'openModels' }],
      [{ type: 'openLogs' }],
    ])
    expect(native.find(item => item.label === 'New Chat')?.accelerator).toBe('CmdOrCtrl+N')
  })
})
