import type { McpServerView } from '../../../shared/entities'
import { plural } from '../../format'
import type { StatusShape } from '../../ui'

type State = McpServerView['state']
export type ToolChange = McpServerView['tools'][number]['change']

export const serverLooks: Readonly<Record<State, { shape: StatusShape; label: string }>> = {
  ready: { shape: 'ok', label: 'Ready' },
  connecting: { shape: 'busy', label: 'Connecting' },
  approval_needed: { shape: 'warn', label: 'Waits for you' },
  failed: { shape: 'danger', label: 'Failed' },
  disabled: { shape: 'off', label: 'Switched off' },
}

export const changeWords: Readonly<Record<ToolChange, string>> = {
  new: 'New',
  changed: 'Changed',
  gone: 'Gone',
  same: 'As approved',
}

/** "2 new, 1 changed, 4 as approved"; of a server nobody has approved, "3 tools". */
export function changesText(tools: McpServerView['tools']): string {
  const count = (change: ToolChange) => tools.filter(tool => tool.change === change).length
  if (count('new') === tools.length || count('same') === tools.length) return plural(tools.length, 'tool')
  const parts = (['new', 'changed', 'gone', 'same'] as const).flatMap(change =>
    count(change) === 0 ? [] : `${count(change)} ${changeWords[change].toLowerCase()}`,
  )
  return parts.join(', ')
}
