import type { PageRoute } from '../shared/page-route'
import type { MenuCommand } from './app-menu'
import type { DeepLink } from './deep-links'
import type { TrayAction } from './tray-model'

export type AppAction = TrayAction | { type: MenuCommand }

export interface ActionTargets {
  openWindow(route?: PageRoute): void
  copyText(text: string): void
  /** Null when there is no browser address to be had now. */
  mintBrowserUrl(): string | null
  openExternalSafe(address: string): boolean
  setServing(serving: boolean): void
  /** Has the page in front find something. */
  find(): void
  checkForUpdates(): void
  restartToUpdate(): void
  showDocs(): void
  showLogs(): void
  quit(): void
}

export function routeOf(link: DeepLink | null): PageRoute | undefined {
  if (link === null) return undefined
  return link.kind === 'chat'
    ? { page: 'chat', conversationId: link.id }
    : { page: 'cluster', node: link.name }
}

/** Where an action leads in the page; null for those that lead elsewhere. */
function placeOf(action: AppAction): PageRoute | null {
  switch (action.type) {
    case 'newChat':
      return { page: 'chat', conversationId: null }
    case 'openChat':
      return { page: 'chat', conversationId: action.conversationId }
    case 'openCluster':
      return { page: 'cluster', node: null }
    case 'openNode':
      return { page: 'cluster', node: action.name }
    case 'openModels':
      return { page: 'models', model: null, node: null }
    case 'openActivity':
      return { page: 'activity', request: null }
    case 'openSettings':
      return { page: 'settings', section: 'general' }
    case 'openPlan':
      return { page: 'config', panel: 'plan' }
    default:
      return null
  }
}

/** What the tray, the menu bar and notifications can do. */
export function createActions(targets: ActionTargets): (action: AppAction) => void {
  return action => {
    const place = placeOf(action)
    if (place !== null) return targets.openWindow(place)
    switch (action.type) {
      case 'open':
        return targets.openWindow()
      case 'copyAddress':
        return targets.copyText(action.address)
      case 'openInBrowser': {
        const address = targets.mintBrowserUrl()
        if (address !== null) targets.openExternalSafe(address)
        return
      }
      case 'setServing':
        return targets.setServing(action.serving)
      case 'find':
        return targets.find()
      case 'checkForUpdates':
        return targets.checkForUpdates()
      case 'restartToUpdate':
        return targets.restartToUpdate()
      case 'openDocs':
        return targets.showDocs()
      case 'openLogs':
        return targets.showLogs()
      case 'quit':
        return targets.quit()
    }
  }
}
