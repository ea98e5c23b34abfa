import type { CoordinatorHost } from './coordinator-host'
import type { Electron } from './electron'
import type { ShippedPaths } from './paths'
import { createTrayView } from './tray'
import { type TrayAction, trayModel } from './tray-model'

/** Puts the tray up and keeps it true for as long as the app runs. */
export function installTray(
  { Menu, nativeImage, Tray }: Pick<Electron, 'Menu' | 'nativeImage' | 'Tray'>,
  host: Pick<CoordinatorHost, 'subscribe'>,
  paths: ShippedPaths,
  perform: (action: TrayAction) => void,
): void {
  const view = createTrayView({
    platform: process.platform,
    perform,
    createTray: image => new Tray(image),
    loadImage: state => nativeImage.createFromPath(paths.trayIcon(state)),
    buildMenu: template => Menu.buildFromTemplate(template),
  })
  host.subscribe(state => view.show(trayModel(state.view, state)))
}
