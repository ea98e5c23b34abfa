import type { MenuItemConstructorOptions } from 'electron'
import type { Preferences } from '../shared/entities'
import type { Catalogue } from '../shared/texts/area'
import type { Translate } from '../shared/texts/translator'
import { menuKeys } from './accelerators'

export type MenuCommand =
  | 'newChat'
  | 'find'
  | 'openCluster'
  | 'openModels'
  | 'openActivity'
  | 'openSettings'
  | 'checkForUpdates'
  | 'openDocs'
  | 'openLogs'

type Role = NonNullable<MenuItemConstructorOptions['role']>

export type MenuEntry =
  | { type: 'separator' }
  | { type: 'role'; role: Role; label: string }
  | { type: 'command'; label: string; accelerator?: string; command: MenuCommand }
  | { type: 'menu'; label: string; role?: Role; entries: MenuEntry[] }

export interface MenuOptions {
  platform: NodeJS.Platform
  developerTools: boolean
  /** There is documentation to show. */
  hasDocs: boolean
  shortcuts: Preferences['shortcuts']
  t: Translate
}

/** Commands of the page with the keys they have there when nobody changed them (renderer/commands/commands.ts). */
const pageKeys = {
  newChat: ['newChat', 'Mod+N'],
  find: ['findInChat', 'Mod+F'],
  openCluster: ['goToCluster', 'Mod+2'],
  openModels: ['goToModels', 'Mod+3'],
  openActivity: ['goToActivity', 'Mod+4'],
  openSettings: ['openSettings', 'Mod+,'],
} as const

/** What the page takes for "find"; null when the user took its keys away. */
export const findChord = (shortcuts: Preferences['shortcuts']): string | null => {
  const [id, usual] = pageKeys.find
  return (Object.hasOwn(shortcuts, id) ? shortcuts[id] : usual) ?? null
}

const separator: MenuEntry = { type: 'separator' }

/** Makers of entries in one language. Electron's own words for its roles are English everywhere but on macOS. */
function entriesIn(t: Translate, shortcuts: Preferences['shortcuts']) {
  const role = (name: Role, text: keyof Catalogue['desktop']['menu']): MenuEntry => ({
    type: 'role',
    role: name,
    label: t(`desktop.menu.${text}`),
  })
  const menu = (text: 'file' | 'edit' | 'view' | 'window' | 'help', entries: MenuEntry[], name?: Role) => ({
    type: 'menu' as const,
    label: t(`desktop.menu.${text}`),
    entries,
    ...(name === undefined ? {} : { role: name }),
  })
  const command = (text: 'docs' | 'logs' | 'checkForUpdates', action: MenuCommand): MenuEntry => ({
    type: 'command',
    label: t(`desktop.menu.${text}`),
    command: action,
  })
  const pageCommand = (
    text: 'newChat' | 'settings' | 'find' | 'cluster' | 'models' | 'activity',
    action: keyof typeof pageKeys,
  ): MenuEntry => {
    const [id, usual] = pageKeys[action]
    const accelerator = menuKeys(id, usual, shortcuts)
    const label = t(`desktop.menu.${text}`)
    return { type: 'command', label, command: action, ...(accelerator === undefined ? {} : { accelerator }) }
  }
  return { role, menu, command, pageCommand }
}

/** The menu bar as data. Editing and zoom are in it because their keys work only through a menu on macOS. */
export function appMenu({ platform, developerTools, hasDocs, shortcuts, t }: MenuOptions): MenuEntry[] {
  const mac = platform === 'darwin'
  const { role, menu, command, pageCommand } = entriesIn(t, shortcuts)
  const settings = pageCommand('settings', 'openSettings')
  const updates = command('checkForUpdates', 'checkForUpdates')
  const app: MenuEntry = {
    type: 'menu',
    label: 'harombe',
    entries: [
      role('about', 'about'),
      updates,
      separator,
      settings,
      separator,
      role('services', 'services'),
      separator,
      role('hide', 'hide'),
      role('hideOthers', 'hideOthers'),
      role('unhide', 'showAll'),
      separator,
      role('quit', 'quit'),
    ],
  }
  const file = [
    pageCommand('newChat', 'newChat'),
    separator,
    ...(mac ? [] : [settings, separator]),
    role('close', 'close'),
    ...(mac ? [] : [role('quit', 'quit')]),
  ]
  const edit = [
    role('undo', 'undo'),
    role('redo', 'redo'),
    separator,
    role('cut', 'cut'),
    role('copy', 'copy'),
    role('paste', 'paste'),
    role('pasteAndMatchStyle', 'pasteAndMatchStyle'),
    role('delete', 'delete'),
    role('selectAll', 'selectAll'),
    // The page is asked by its keys: without any there is nothing to ask it with.
    ...(findChord(shortcuts) === null ? [] : [separator, pageCommand('find', 'find')]),
  ]
  const view = [
    pageCommand('cluster', 'openCluster'),
    pageCommand('models', 'openModels'),
    pageCommand('activity', 'openActivity'),
    separator,
    ...(developerTools
      ? [role('reload', 'reload'), role('toggleDevTools', 'toggleDevTools'), separator]
      : []),
    role('resetZoom', 'resetZoom'),
    role('zoomIn', 'zoomIn'),
    role('zoomOut', 'zoomOut'),
    separator,
    role('togglefullscreen', 'togglefullscreen'),
  ]
  const windows = [
    role('minimize', 'minimize'),
    role('zoom', 'zoom'),
    ...(mac ? [separator, role('front', 'front')] : [role('close', 'close')]),
  ]
  const help = [
    ...(hasDocs ? [command('docs', 'openDocs')] : []),
    command('logs', 'openLogs'),
    ...(mac ? [] : [separator, updates, role('about', 'about')]),
  ]
  return [
    ...(mac ? [app] : []),
    menu('file', file),
    menu('edit', edit),
    menu('view', view),
    // macOS adds the open windows, and its search field, to the menus it knows by these roles.
    menu('window', windows, 'window'),
    menu('help', help, 'help'),
  ]
}

export function toNativeMenu(
  entries: readonly MenuEntry[],
  perform: (action: { type: MenuCommand }) => void,
): MenuItemConstructorOptions[] {
  return entries.map(entry => {
    if (entry.type === 'separator') return { type: 'separator' }
    if (entry.type === 'role') return { role: entry.role, label: entry.label }
    if (entry.type === 'menu') {
      const { label, entries: inside, role } = entry
      return { label, submenu: toNativeMenu(inside, perform), ...(role === undefined ? {} : { role }) }
    }
    const { label, accelerator, command } = entry
    return {
      label,
      click: () => perform({ type: command }),
      ...(accelerator === undefined ? {} : { accelerator }),
    }
  })
}
