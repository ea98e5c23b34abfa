import type { Page, Route } from '../navigation'

/** Where a page begins. */
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
