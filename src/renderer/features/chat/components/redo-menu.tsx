import { ChevronsDown, ChevronsUp, RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { DropdownMenu, IconButton, MenuItem, MenuLabel } from '../../../ui'
import { useChatServices, useNodes } from '../chat-context'
import { type RedoSize, redoChoices } from '../redo-choices'

const looks: Record<RedoSize, typeof RefreshCw> = {
  bigger: ChevronsUp,
  same: RefreshCw,
  smaller: ChevronsDown,
}

/** The answer once more: on a larger node, on one like this, on a smaller one. */
export function RedoMenu({ message }: { message: Message }) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const choices = redoChoices(message, useNodes(), t)
  if (choices.length === 0) {
    return (
      <IconButton size="sm" label={t('chat.redo.again')} onClick={() => void chat.regenerate(message.id)}>
        <RefreshCw />
      </IconButton>
    )
  }
  return (
    <DropdownMenu
      align="start"
      trigger={
        <IconButton size="sm" label={t('chat.redo.label')} title={t('chat.redo.label')} tooltip={false}>
          <RefreshCw />
        </IconButton>
      }
    >
      <MenuLabel>{t('chat.redo.again')}</MenuLabel>
      {choices.map(({ size, tier, obstacle }) => {
        const Icon = looks[size]
        return (
          <MenuItem
            key={size}
            icon={<Icon />}
            obstacle={obstacle}
            {...(tier === null ? {} : { hint: tierName(tier, t) })}
            onSelect={() => {
              if (tier !== null) void chat.regenerate(message.id, { tier })
            }}
          >
            {t(`chat.redo.${size}`)}
          </MenuItem>
        )
      })}
    </DropdownMenu>
  )
}
