import { ArrowDown, ArrowUp, Copy, MoreHorizontal, Pencil, Power, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../../../shared/entities'
import { tierName } from '../../../../../shared/entities/tier-words'
import { tiers } from '../../../../../shared/entities/tiers'
import { TierGlyph } from '../../../../components'
import { DropdownMenu, IconButton, MenuItem, MenuSeparator } from '../../../../ui'
import { useForm } from '../form-context'
import { arrange, moveAction, moved, steppedPlace } from './arrangement'
import { type LaneNode, laneNodes } from './lane-nodes'
import { useNodeActions } from './use-node-actions'

export interface NodeMenuProps {
  item: LaneNode
  onOpen?: (() => void) | undefined
  onRemoved?: (() => void) | undefined
}

/** Everything a drag does, without dragging, and what a drag does not do. */
export function NodeMenu(props: NodeMenuProps) {
  const { item } = props
  const { t } = useTranslation()
  const { isUsable } = useForm()
  if (!item.isFree || !isUsable) return null
  return (
    <DropdownMenu
      trigger={
        <IconButton
          size="sm"
          label={t('config.nodes.menu', { node: item.name })}
          tooltip={false}
          className="relative z-1 -my-0.5"
          // The card beneath is dragged by the mouse: not from here.
          onMouseDown={event => event.stopPropagation()}
          onTouchStart={event => event.stopPropagation()}
        >
          <MoreHorizontal />
        </IconButton>
      }
    >
      <Entries {...props} />
    </DropdownMenu>
  )
}

/** Made when the menu opens: every card has one, and each looks through all nodes. */
function Entries({ item, onOpen, onRemoved }: NodeMenuProps) {
  const { t } = useTranslation()
  const { view } = useForm()
  const actions = useNodeActions()
  const nodes = laneNodes(view)
  const lanes = arrange(nodes)
  const isEnabled = item.node.fields.enabled?.value !== false
  const step = (direction: 'up' | 'down') => {
    const place = steppedPlace(lanes, item.key, direction)
    return place === null
      ? null
      : () => actions.run(moveAction(nodes, item.key, moved(lanes, item.key, place)))
  }
  const up = step('up')
  const down = step('down')
  const toTier = (tier: Tier) => actions.run({ kind: 'move_node', node: item.name, tier })
  return (
    <>
      {onOpen === undefined ? null : (
        <MenuItem icon={<Pencil />} onSelect={onOpen}>
          {t('config.nodes.edit')}
        </MenuItem>
      )}
      <MenuItem icon={<Copy />} onSelect={() => actions.duplicate(item.name)}>
        {t('config.nodes.duplicate')}
      </MenuItem>
      <MenuItem icon={<Power />} onSelect={() => actions.setEnabled(item.name, !isEnabled)}>
        {t(isEnabled ? 'config.nodes.disable' : 'config.nodes.enable')}
      </MenuItem>
      <MenuSeparator />
      {tiers
        .filter(tier => tier !== item.tier)
        .map(tier => (
          <MenuItem key={tier} icon={<TierGlyph tier={tier} />} onSelect={() => toTier(tier)}>
            {t('config.nodes.toTier', { tier: tierName(tier, t) })}
          </MenuItem>
        ))}
      <MenuItem icon={<ArrowUp />} disabled={up === null} onSelect={() => up?.()}>
        {t('config.nodes.up')}
      </MenuItem>
      <MenuItem icon={<ArrowDown />} disabled={down === null} onSelect={() => down?.()}>
        {t('config.nodes.down')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 />}
        danger
        onSelect={() => {
          if (actions.remove(item.name)) onRemoved?.()
        }}
      >
        {t('config.nodes.remove')}
      </MenuItem>
    </>
  )
}
