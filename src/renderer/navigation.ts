import { useSyncExternalStore } from 'react'
import {
  configPanels,
  formatRoute,
  type PageRoute,
  settingsSections,
  toolsSections,
} from '../shared/page-route'

/** Where the window is. Kept in the location hash, so back, forward, reload and links work in both hosts. */
export type Route = PageRoute

export type Page = Route['page']

export { formatRoute }

export function parseRoute(hash: string): Route {
  const [page = '', detail = '', more = ''] = hash.replace(/^#\/?/, '').split('/', 3)
  if (page === 'cluster') return { page: 'cluster', node: decode(detail) }
  if (page === 'models') return { page: 'models', model: decode(detail), node: decode(more) }
  if (page === 'activity') return { page: 'activity', request: identifierOf(detail) }
  if (page === 'memory') return { page: 'memory' }
  if (page === 'tools')
    return { page: 'tools', section: toolsSections.find(section => section === detail) ?? 'tools' }
  if (page === 'settings')
    return { page: 'settings', section: settingsSections.find(section => section === detail) ?? 'general' }
  if (page === 'config') return configRoute(detail, more)
  if (page === 'quick') return { page: 'quick' }
  return { page: 'chat', conversationId: identifierOf(detail) }
}

function configRoute(detail: string, more: string): Route {
  const panel = configPanels.find(name => name === detail)
  if (panel === undefined) return { page: 'config' }
  return /^[1-9]\d{0,8}$/.test(more)
    ? { page: 'config', panel, version: Number(more) }
    : { page: 'config', panel }
}

function identifierOf(detail: string): string | null {
  return /^[A-Za-z0-9_-]{1,64}$/.test(detail) ? detail : null
}

function decode(detail: string): string | null {
  try {
    return detail === '' ? null : decodeURIComponent(detail)
  } catch {
    return null
  }
}

export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const hash = formatRoute(route)
  if (hash === location.hash) return
  if (options.replace === true) {
    history.replaceState(null, '', hash)
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  } else location.hash = hash
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

let last: { hash: string; route: Route } | null = null
const left = new Map<Page, Route>()

/** The same object until the hash changes. */
function currentRoute(): Route {
  const { hash } = location
  if (last?.hash !== hash) {
    last = { hash, route: parseRoute(hash) }
    left.set(last.route.page, last.route)
  }
  return last.route
}

/** Where each page begins. */
export const pageHomes: Readonly<Record<Page, Route>> = {
  chat: { page: 'chat', conversationId: null },
  cluster: { page: 'cluster', node: null },
  models: { page: 'models', model: null, node: null },
  activity: { page: 'activity', request: null },
  memory: { page: 'memory' },
  tools: { page: 'tools', section: 'tools' },
  config: { page: 'config' },
  settings: { page: 'settings', section: 'general' },
  quick: { page: 'quick' },
}

/** Where a page was left, or begins. */
export const placeOf = (page: Page): Route => left.get(page) ?? pageHomes[page]

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute)
}
