/** The parts of the page about tools. */
export const toolsSections = ['tools', 'allowed', 'servers', 'audit'] as const
export type ToolsSection = (typeof toolsSections)[number]

/** The parts of the settings. */
export const settingsSections = ['general', 'shortcuts', 'sharing', 'desktop', 'about'] as const
export type SettingsSection = (typeof settingsSections)[number]

/** What can lie over the editor of harombe.yaml. */
export const configPanels = ['plan', 'history'] as const
export type ConfigPanel = (typeof configPanels)[number]

/** A place in the page, as its location hash names it: the same in both hosts, in links and in the desktop's menus. */
export type PageRoute =
  | { page: 'chat'; conversationId: string | null }
  | { page: 'cluster'; node: string | null }
  /** `model`: its details are open, as it stands on `node`; without one, on the first that has it. */
  | { page: 'models'; model: string | null; node: string | null }
  /** `request`: its details are open, if it is among those that are shown. */
  | { page: 'activity'; request: string | null }
  | { page: 'memory' }
  | { page: 'tools'; section: ToolsSection }
  /** `version` of the history: the one that is planned for, or looked at. */
  | { page: 'config'; panel?: ConfigPanel; version?: number }
  | { page: 'settings'; section: SettingsSection }
  /** The small window: one question, without anything around it. */
  | { page: 'quick' }

export function formatRoute(route: PageRoute): string {
  return `#/${[route.page, ...detailsOf(route).map(encodeURIComponent)].join('/')}`
}

function detailsOf(route: PageRoute): string[] {
  if (route.page === 'chat') return route.conversationId === null ? [] : [route.conversationId]
  if (route.page === 'cluster') return route.node === null ? [] : [route.node]
  if (route.page === 'activity') return route.request === null ? [] : [route.request]
  if (route.page === 'memory' || route.page === 'quick') return []
  if (route.page === 'config') return configDetails(route)
  if (route.page === 'settings') return route.section === 'general' ? [] : [route.section]
  if (route.page === 'tools') return route.section === 'tools' ? [] : [route.section]
  if (route.model === null) return []
  return route.node === null ? [route.model] : [route.model, route.node]
}

const configDetails = ({ panel, version }: PageRoute & { page: 'config' }): string[] =>
  panel === undefined ? [] : version === undefined ? [panel] : [panel, String(version)]
