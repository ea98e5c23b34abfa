import type { Page } from '../navigation'

/** In the order of the palette and of the sheet of shortcuts. */
export const commandGroups = ['general', 'go', 'chat', 'find', 'answer', 'cluster', 'config'] as const
export type CommandGroup = (typeof commandGroups)[number]

interface Command {
  readonly id: string
  readonly group: CommandGroup
  /**
   * Chords, the one that is shown first; all of them work. One that browsers keep for themselves is shown in the app's own window only,
   * so a command with such a key has a second one.
   */
  readonly keys: readonly string[]
  /** Where its part of the page is: asked for elsewhere, it leads there first. */
  readonly page?: Page
  /** Also while a dialog is open. */
  readonly anywhere?: true
}

/**
 * Every command of the window. Its title is `shell.command.<id>` in the catalogue; what it does is registered by the part that
 * can do it, with `useCommand`. The order is that of the palette.
 */
const list = [
  { id: 'openPalette', group: 'general', keys: ['Mod+K'] },
  { id: 'showShortcuts', group: 'general', keys: ['Mod+/'] },
  { id: 'openSettings', group: 'general', keys: ['Mod+,'] },
  { id: 'nextRegion', group: 'general', keys: ['F6'] },
  { id: 'previousRegion', group: 'general', keys: ['Shift+F6'] },
  { id: 'goToChat', group: 'go', keys: ['Mod+1', 'Alt+1'] },
  { id: 'goToCluster', group: 'go', keys: ['Mod+2', 'Alt+2'] },
  { id: 'goToModels', group: 'go', keys: ['Mod+3', 'Alt+3'] },
  { id: 'goToActivity', group: 'go', keys: ['Mod+4', 'Alt+4'] },
  { id: 'goToMemory', group: 'go', keys: ['Mod+5', 'Alt+5'] },
  { id: 'goToTools', group: 'go', keys: ['Mod+6', 'Alt+6'] },
  { id: 'goToConfig', group: 'go', keys: ['Mod+7', 'Alt+7'] },
  { id: 'newChat', group: 'chat', keys: ['Mod+N', 'Mod+Shift+O'], page: 'chat' },
  { id: 'searchChats', group: 'chat', keys: ['Mod+Shift+F'], page: 'chat' },
  { id: 'toggleSidebar', group: 'chat', keys: ['Mod+B'] },
  { id: 'chooseTarget', group: 'chat', keys: ['Mod+Shift+M'], page: 'chat' },
  { id: 'focusComposer', group: 'chat', keys: ['Shift+Escape'], page: 'chat' },
  { id: 'exportChat', group: 'chat', keys: [] },
  { id: 'findInChat', group: 'find', keys: ['Mod+F'] },
  { id: 'findNext', group: 'find', keys: ['Mod+G', 'F3'] },
  { id: 'findPrevious', group: 'find', keys: ['Mod+Shift+G', 'Shift+F3'] },
  { id: 'stopAnswer', group: 'answer', keys: ['Escape'] },
  { id: 'copyLastAnswer', group: 'answer', keys: ['Mod+Shift+C'] },
  { id: 'redoAnswer', group: 'answer', keys: [] },
  { id: 'previousVersion', group: 'answer', keys: ['Alt+PageUp'] },
  { id: 'nextVersion', group: 'answer', keys: ['Alt+PageDown'] },
  { id: 'addNode', group: 'cluster', keys: [], page: 'cluster' },
  { id: 'askWhatIf', group: 'cluster', keys: [], page: 'cluster' },
  { id: 'getModel', group: 'cluster', keys: [], page: 'models' },
  { id: 'planConfig', group: 'config', keys: [], page: 'config' },
  { id: 'applyConfig', group: 'config', keys: [], page: 'config' },
  { id: 'rollBackConfig', group: 'config', keys: [], page: 'config' },
  { id: 'formatConfig', group: 'config', keys: [], page: 'config' },
  { id: 'importConfig', group: 'config', keys: [], page: 'config' },
] as const satisfies readonly Command[]

export type CommandId = (typeof list)[number]['id']
export type CommandDefinition = Command & { readonly id: CommandId }

export const commands: readonly CommandDefinition[] = list

export const commandOf = (id: CommandId): CommandDefinition => {
  const found = commands.find(command => command.id === id)
  if (found === undefined) throw new Error(`No command ${id}`)
  return found
}
