import {
  CirclePause,
  CirclePlay,
  Ellipsis,
  Pencil,
  Play,
  Power,
  PowerOff,
  Square,
  Stethoscope,
  Trash2,
} from 'lucide-react'
import type { NodeView } from '../../../../shared/entities'
import { DropdownMenu, IconButton, MenuAction } from '../../../ui'
import { nodeActions } from '../lanes'
import { useNodeActions } from '../node-actions'

const labels = {
  test: { text: 'Check now', icon: <Stethoscope /> },
  drain: { text: 'Drain', icon: <CirclePause /> },
  resume: { text: 'Resume', icon: <CirclePlay /> },
  edit: { text: 'Edit…', icon: <Pencil /> },
  disable: { text: 'Disable', icon: <PowerOff /> },
  enable: { text: 'Enable', icon: <Power /> },
  remove: { text: 'Remove…', icon: <Trash2 /> },
  stop: { text: 'Stop answering', icon: <Square /> },
  comeBack: { text: 'Come back', icon: <Play /> },
} as const

export function NodeMenu({ node }: { node: NodeView }) {
  const run = useNodeActions()
  const actions = nodeActions(node)
  return (
    <DropdownMenu
      trigger={
        <IconButton
          label={`Actions for ${node.name}`}
          size="sm"
          tooltip={false}
          className="relative z-10 -my-1 -mr-1.5"
        >
          <Ellipsis />
        </IconButton>
      }
    >
      {actions.map(action => (
        <MenuAction
          key={action}
          {...labels[action]}
          removes={action === 'remove'}
          onSelect={() => run(action, node)}
        />
      ))}
    </DropdownMenu>
  )
}

export { labels as nodeActionLabels }
