import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron'
import type { TrayAction, TrayItem, TrayModel, TrayState } from './tray-model'

export interface TrayParts {
  platform: NodeJS.Platform
  createTray(image: NativeImage): Tray
  loadImage(state: TrayState): NativeImage
  buildMenu(template: MenuItemConstructorOptions[]): Menu
  perform(action: TrayAction): void
}

/** `&` marks an access key in a native menu; in a node's name it is a letter. */
const escapeLabel = (label: string) => label.replaceAll('&', '&&')

export function toMenuTemplate(
  items: readonly TrayItem[],
  perform: (action: TrayAction) => void,
): MenuItemConstructorOptions[] {
  return items.map(item => {
    if (item.type === 'separator') return { type: 'separator' }
    const label = escapeLabel(item.label)
    if (item.type === 'label') return { label, enabled: false }
    if (item.type === 'submenu') return { label, submenu: toMenuTemplate(item.items, perform) }
    return { label, click: () => perform(item.action) }
  })
}

/** Shows models in the system's tray, which appears with the first one; only what changed is touched. */
export function createTrayView({ platform, createTray, loadImage, buildMenu, perform }: TrayParts) {
  const images = new Map<TrayState, NativeImage>()
  let tray: Tray | null = null
  let shown: { model: TrayModel; menu: string } | null = null

  function imageOf(state: TrayState): NativeImage {
    const image = images.get(state) ?? loadImage(state)
    images.set(state, image)
    return image
  }
  const freshMenu = (model: TrayModel) => buildMenu(toMenuTemplate(model.items, perform))

  function create(state: TrayState): Tray {
    const created = createTray(imageOf(state))
    // AppIndicator reports no clicks; `show` gives it its menu beforehand.
    if (platform === 'linux') return created
    // Made when it opens: replacing the menu of a tray closes it under the user's pointer (electron#4801).
    const popUp = () => {
      if (shown !== null) created.popUpContextMenu(freshMenu(shown.model))
    }
    created.on('right-click', popUp)
    created.on('click', platform === 'darwin' ? popUp : () => perform({ type: 'open' }))
    if (platform === 'darwin') created.setIgnoreDoubleClickEvents(true)
    return created
  }

  return {
    show(model: TrayModel): void {
      const before = shown
      const menu = JSON.stringify(model.items)
      shown = { model, menu }
      tray ??= create(model.state)
      if (before !== null && model.state !== before.model.state) tray.setImage(imageOf(model.state))
      if (model.tooltip !== before?.model.tooltip) tray.setToolTip(model.tooltip)
      if (platform === 'linux' && menu !== before?.menu) tray.setContextMenu(freshMenu(model))
    },
  }
}
