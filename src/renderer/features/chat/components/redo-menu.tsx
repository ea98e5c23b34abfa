import { ChevronsDown, ChevronsUp, RefreshCw } from 'lucide-react'
import type { Message } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { texts } from '../../../texts'
import { DropdownMenu, IconButton, MenuItem, MenuLabel } from '../../../ui'
import { useChatServices, useNodes } from '../chat-context'
import { type RedoSize, redoChoices } from '../redo-choices'

const looks: Record<RedoSize, { text: string; Icon: typeof RefreshCw }> = {
  bigger: { text: 'Bigger', Icon: ChevronsUp },
  same: { text: 'Same size', Icon: RefreshCw },
  smaller: { text: 'Smaller', Icon: ChevronsDown },
}

/** The answer once more: on a larger node, on one like this, on a smaller one. */
export function RedoMenu({ message }: { message: Message }) {
  const { chat } = useChatServices()
  const choices = redoChoices(message, useNodes())
  if (choices.length === 0) {
    return (
      <IconButton size="sm" label="Answer again" onClick={() => void chat.regenerate(message.id)}>
        <RefreshCw />
      </IconButton>
    )
  }
  return (
    <DropdownMenu
      align="start"
      trigger={
        <IconButton size="sm" label="Redo" title="Redo" tooltip={false}>
          <RefreshCw />
        </IconButton>
      }
    >
      <MenuLabel>Answer again</MenuLabel>
      {choices.map(({ size, tier, obstacle }) => {
        const { text, Icon } = looks[size]
        return (
          <MenuItem
            key={size}
            icon={<Icon />}
            obstacle={obstacle}
            {...(tier === null ? {} : { hint: tierName(tier, texts.t) })}
            onSelect={() => {
              if (tier !== null) void chat.regenerate(message.id, { tier })
            }}
          >
            {text}
          </MenuItem>
        )
      })}
    </DropdownMenu>
  )
}
