import { type CommandId, useCommand, useCommandListener } from '../commands'
import { navigate, type Page, placeOf } from '../navigation'
import { moveToRegion } from './regions'

export const pageCommands = {
  chat: 'goToChat',
  cluster: 'goToCluster',
  models: 'goToModels',
  activity: 'goToActivity',
  memory: 'goToMemory',
  tools: 'goToTools',
  config: 'goToConfig',
  settings: 'openSettings',
} as const satisfies Partial<Record<Page, CommandId>>

/** Leads back to where a page was left. */
const useGoTo = (page: keyof typeof pageCommands) =>
  useCommand(pageCommands[page], () => navigate(placeOf(page)))

/** What can be done on every page. */
export function useShellCommands(): void {
  useCommandListener()
  useGoTo('chat')
  useGoTo('cluster')
  useGoTo('models')
  useGoTo('activity')
  useGoTo('memory')
  useGoTo('tools')
  useGoTo('config')
  useGoTo('settings')
  useCommand('nextRegion', () => moveToRegion(1))
  useCommand('previousRegion', () => moveToRegion(-1))
}
