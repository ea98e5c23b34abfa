import type { McpServerView } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import type { StatusShape } from '../../ui'

type State = McpServerView['state']
export type ToolChange = McpServerView['tools'][number]['change']

const shapes: Readonly<Record<State, StatusShape>> = {
  ready: 'ok',
  connecting: 'busy',
  approval_needed: 'warn',
  failed: 'danger',
  disabled: 'off',
}

export const serverLook = (state: State, t: Translate): { shape: StatusShape; label: string } => ({
  shape: shapes[state],
  label: t(`tools.servers.state.${state}`),
})

/** "2 new, 1 changed, 4 as approved"; of a server nobody has approved, "3 tools". */
export function changesText(tools: McpServerView['tools'], t: Translate): string {
  const amount = (change: ToolChange) => tools.filter(tool => tool.change === change).length
  if (amount('new') === tools.length || amount('same') === tools.length) {
    return t('common.tools', { count: tools.length })
  }
  return (['new', 'changed', 'gone', 'same'] as const)
    .flatMap(change =>
      amount(change) === 0 ? [] : t(`tools.servers.count.${change}`, { count: amount(change) }),
    )
    .join(', ')
}
