import { describe, expect, it, vi } from 'vitest'
import { english } from '../shared/texts/english'
import { appMenu, findChord, type MenuEntry, type MenuOptions, toNativeMenu } from './app-menu'
import { createMainTexts } from './texts'

const menuOn = (platform: NodeJS.Platform, changes: Partial<MenuOptions> = {}) =>
  appMenu({ platform, developerTools: false, hasDocs: true, shortcuts: {}, t: english, ...changes })

function flatten(entries: readonly MenuEntry[]): MenuEntry[] {
  return entries.flatMap(entry => (entry.type === 'menu' ? flatten(entry.entries) : [entry]))
}
const roles = (entries: readonly MenuEntry[]) =>
  flatten(entries).flatMap(entry => (entry.type === 'role' ? entry.role : []))
const labels = (entries: readonly MenuEntry[]) =>
  flatten(entries).flatMap(entry => ('label' in entry ? entry.label : []))

describe('the menu bar', () => {
  it.each(['darwin', 'win32', 'linux'] as const)(
    'on %s makes editing and zoom keys work and offers no developer tools',
    platform => {
      const found = roles(menuOn(platform))
      expect(found).toEqual(
        expect.arrayContaining([
          'undo',
          'cut',
          'copy',
          'paste',
          'selectAll',
          'zoomIn',
          'zoomOut',
          'resetZoom',
        ]),
      )
      expect(found).not.toContain('toggleDevTools')
      expect(found).not.toContain('forceReload')
    },
  )

  it.each(['darwin', 'win32', 'linux'] as const)('on %s has one way to each thing', platform => {
    const menu = menuOn(platform)
    for (const role of ['quit', 'about', 'minimize']) {
      expect([role, roles(menu).filter(found => found === role).length]).toEqual([role, 1])
    }
    for (const label of ['Settings…', 'Check for Updates…', 'Find…', 'Documentation']) {
      expect([label, labels(menu).filter(found => found === label).length]).toEqual([label, 1])
    }
  })

  it('performs its commands', () => {
    const perform = vi.fn()
    const native = toNativeMenu(flatten(menuOn('linux', { developerTools: true })), perform)
    for (const label of [
      'New Chat',
      'Settings…',
      'Find…',
      'Cluster',
      'Models',
      'Documentation',
      'Show Logs',
    ]) {
      const click = native.find(item => item.label === label)?.click as (() => void) | undefined
      click?.()
    }
    expect(perform.mock.calls.map(([{ type }]) => type)).toEqual([
      'newChat',
      'openSettings',
      'find',
      'openCluster',
      'openModels',
      'openDocs',
      'openLogs',
    ])
    expect(native.find(item => item.label === 'Settings…')?.accelerator).toBe('CommandOrControl+,')
  })

  it('shows the keys the user gave a command, and none where they were taken away', () => {
    const shortcuts = { newChat: 'Mod+Shift+KeyO', findInChat: null }
    const found = flatten(menuOn('linux', { shortcuts }))
    const keysOf = (label: string) => found.find(entry => 'label' in entry && entry.label === label)
    expect(keysOf('New Chat')).toMatchObject({ accelerator: 'CommandOrControl+Shift+O' })
    expect(keysOf('Find…')).toBeUndefined()
    expect(findChord(shortcuts)).toBeNull()
    expect(findChord({})).toBe('Mod+F')
    expect(findChord({ findInChat: 'Mod+J' })).toBe('Mod+J')
  })

  it('speaks German throughout', () => {
    const { t, speak } = createMainTexts([])
    const before = labels(menuOn('darwin', { t }))
    speak('de')
    const after = labels(menuOn('darwin', { t }))
    const same = after.filter(label => before.includes(label))
    expect(same).toEqual(['Cluster'])
  })
})
