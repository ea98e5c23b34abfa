import type { AppAction } from './actions'
import type { CoordinatorHost } from './coordinator-host'
import type { Desktop } from './desktop'
import type { Electron } from './electron'
import type { ShippedPaths } from './paths'
import type { MainTexts } from './texts'
import { createTrayView } from './tray'
import { trayModel } from './tray-model'

export interface TrayContext {
  host: Pick<CoordinatorHost, 'subscribe'>
  desktop: Pick<Desktop, 'state' | 'onChange'>
  texts: MainTexts
  paths: ShippedPaths
  perform(action: AppAction): void
}

/** Puts the tray up and keeps it true, in the language of the moment, for as long as the app runs. */
export function installTray(
  { Menu, nativeImage, Tray }: Pick<Electron, 'Menu' | 'nativeImage' | 'Tray'>,
  { host, desktop, texts, paths, perform }: TrayContext,
): void {
  const view = createTrayView({
    platform: process.platform,
    perform,
    createTray: image => new Tray(image),
    loadImage: state => nativeImage.createFromPath(paths.trayIcon(state)),
    buildMenu: template => Menu.buildFromTemplate(template),
  })
  let show = () => {}
  host.subscribe(state => {
    show = () => {
      const { update } = desktop.state.current()
      view.show(trayModel(state.view, { ...state, update }, texts.t))
    }
    show()
  })
  desktop.onChange(() => show())
}
