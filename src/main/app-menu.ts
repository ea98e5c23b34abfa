import type { MenuItemConstructorOptions } from 'electron'
import type { TrayAction } from './tray-model'

export type MenuCommand = Extract<
  TrayAction['type'],
  'newChat' | 'openCluster' | 'openModels' | 'openActivity' | 'openLogs'
>

export type MenuEntry =
  | { type: 'separator' }
  | { type: 'role'; role: NonNullable<MenuItemConstructorOptions['role']> }
  | { type: 'command'; label: string; accelerator?: string; command: MenuCommand }
  | { type: 'menu'; label: string; entries: MenuEntry[] }

const role = (name: NonNullable<MenuItemConstructorOptions['role']>): MenuEntry => ({
  type: 'role',
  role: name,
})
const separator: MenuEntry = { type: 'separator' }

/** The menu bar as data. Editing and zoom are in it because their keys work only through a menu on macOS. */
export function appMenu(platform: NodeJS.Platform, developerTools: boolean): MenuEntry[] {
  const mac = platform === 'darwin'
  const newChat: MenuEntry = {
    type: 'command',
    label: 'New Chat',
    accelerator: 'CmdOrCtrl+N',
    command: 'newChat',
  }
  return [
    ...(mac ? [role('appMenu')] : []),
    {
      type: 'menu',
      label: 'File',
      entries: [newChat, separator, role('close'), ...(mac ? [] : [role('quit')])],
    },
    role('editMenu'),
    {
      type: 'menu',
      label: 'View',
      entries: [
        { type: 'command', label: 'Cluster', accelerator: 'CmdOrCtrl+2', command: 'openCluster' },
        { type: 'command', label: 'Models', accelerator: 'CmdOrCtrl+3', command: 'openModels' },
        { type: 'command', label: 'Activity', accelerator: 'CmdOrCtrl+4', command: 'openActivity' },
        separator,
        ...(developerTools ? [role('reload'), role('toggleDevTools'), separator] : []),
        role('resetZoom'),
        role('zoomIn'),
        role('zoomOut'),
        separator,
        role('togglefullscreen'),
      ],
    },
    role('windowMenu'),
    {
      type: 'menu',
      label: 'Help',
      entries: [
        { type: 'command', label: 'Show Logs', command: 'openLogs' },
        ...(mac ? [] : [separator, role('about')]),
      ],
    },
  ]
}

export function toNativeMenu(
  entries: readonly MenuEntry[],
  perform: (action: { type: MenuCommand }) => void,
): MenuItemConstructorOptions[] {
  return entries.map(entry => {
    if (entry.type === 'separator') return { type: 'separator' }
    if (entry.type === 'role') return { role: entry.role }
    if (entry.type === 'menu') return { label: entry.label, submenu: toNativeMenu(entry.entries, perform) }
    const { label, accelerator, command } = entry
    return {
      label,
      click: () => perform({ type: command }),
      ...(accelerator === undefined ? {} : { accelerator }),
    }
  })
}
