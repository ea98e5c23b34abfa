import type { PageRoute } from '../shared/page-route'
import type { DeepLink } from './deep-links'
import type { TrayAction } from './tray-model'

export interface ActionTargets {
  openWindow(route?: PageRoute): void
  copyText(text: string): void
  /** Null when there is no browser address to be had now. */
  mintBrowserUrl(): string | null
  openExternalSafe(address: string): boolean
  showLogs(): void
  quit(): void
}

export function routeOf(link: DeepLink | null): PageRoute | undefined {
  if (link === null) return undefined
  return link.kind === 'chat'
    ? { page: 'chat', conversationId: link.id }
    : { page: 'cluster', node: link.name }
}

/** What the tray and the menu bar can do. */
export function createActions(targets: ActionTargets): (action: TrayAction) => void {
  return action => {
    switch (action.type) {
      case 'open':
        return targets.openWindow()
      case 'newChat':
        return targets.openWindow({ page: 'chat', conversationId: null })
      case 'openChat':
        return targets.openWindow({ page: 'chat', conversationId: action.conversationId })
      case 'openCluster':
        return targets.openWindow({ page: 'cluster', node: null })
      case 'openNode':
        return targets.openWindow({ page: 'cluster', node: action.name })
      case 'openModels':
        return targets.openWindow({ page: 'models', model: null, node: null })
      case 'openActivity':
        return targets.openWindow({ page: 'activity', request: null })
      case 'copyAddress':
        return targets.copyText(action.address)
      case 'openInBrowser': {
        const address = targets.mintBrowserUrl()
        if (address !== null) targets.openExternalSafe(address)
        return
      }
      case 'openLogs':
        return targets.showLogs()
      case 'quit':
        return targets.quit()
    }
  }
}
