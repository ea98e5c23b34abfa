import { Download, Info, Power, PowerOff, Trash2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from '../../../ui'
import { type CellAction, cellActions, missingAbility } from '../cell-state'
import { type CellSubject, useCellActions } from '../dialogs'

export const actionLabels = {
  load: { text: 'Load', icon: <Power /> },
  unload: { text: 'Unload', icon: <PowerOff /> },
  cancel: { text: 'Cancel', icon: <X /> },
  pull: { text: 'Get it here…', icon: <Download /> },
  details: { text: 'Details', icon: <Info /> },
  remove: { text: 'Delete…', icon: <Trash2 /> },
} as const satisfies Record<CellAction, { text: string; icon: ReactNode }>

/** What can be done with a model on a node, and why the rest cannot. */
export function CellMenu({ subject, trigger }: { subject: CellSubject; trigger: ReactNode }) {
  const run = useCellActions()
  const { node, model, job } = subject
  const reason = model === null ? null : missingAbility(node)
  return (
    <DropdownMenu trigger={trigger} align="start">
      {cellActions(node, model, job).map(action => (
        <MenuEntry key={action} action={action} onSelect={() => run(action, subject)} />
      ))}
      {reason === null ? null : (
        <>
          <MenuSeparator />
          <MenuLabel>{reason}</MenuLabel>
        </>
      )}
    </DropdownMenu>
  )
}

function MenuEntry({ action, onSelect }: { action: CellAction; onSelect(): void }) {
  const { text, icon } = actionLabels[action]
  return (
    <>
      {action === 'remove' ? <MenuSeparator /> : null}
      <MenuItem icon={icon} danger={action === 'remove'} onSelect={onSelect}>
        {text}
      </MenuItem>
    </>
  )
}
