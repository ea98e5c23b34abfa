import {
  AlarmClock,
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
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeView } from '../../../../shared/entities'
import { DropdownMenu, IconButton, MenuAction } from '../../../ui'
import { type NodeAction, nodeActions } from '../lanes'
import { useNodeActions } from '../node-actions'

const icons: Readonly<Record<NodeAction, ReactNode>> = {
  test: <Stethoscope />,
  wake: <AlarmClock />,
  drain: <CirclePause />,
  resume: <CirclePlay />,
  edit: <Pencil />,
  disable: <PowerOff />,
  enable: <Power />,
  remove: <Trash2 />,
  stop: <Square />,
  comeBack: <Play />,
}

export function NodeMenu({ node }: { node: NodeView }) {
  const run = useNodeActions()
  const { t } = useTranslation()
  const actions = nodeActions(node)
  return (
    <DropdownMenu
      trigger={
        <IconButton
          label={t('cluster.node.actionsFor', { node: node.name })}
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
          icon={icons[action]}
          text={t(`cluster.node.action.${action}`)}
          removes={action === 'remove'}
          onSelect={() => run(action, node)}
        />
      ))}
    </DropdownMenu>
  )
}
