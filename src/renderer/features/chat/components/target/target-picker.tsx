import { ChevronDown, Pin, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TierChoice } from '../../../../../shared/entities'
import { useCommand, useCommandKeys } from '../../../../commands'
import { Button, IconButton, Picker, SegmentedControl } from '../../../../ui'
import { useMediaQuery } from '../../../../use-media-query'
import { useChat, useChatServices, useNodes } from '../../chat-context'
import type { Target } from '../../chat-state'
import { keyOfTarget, targetOfKey, targetOptions, tierChoiceName } from '../../target-options'

const choices = ['auto', 0, 1, 2] as const satisfies readonly TierChoice[]
type TierKey = `${TierChoice}`

function PinChip({ target, onClear }: { target: Target; onClear(): void }) {
  const { t } = useTranslation()
  const name = target.node ?? target.model ?? ''
  return (
    <span className="flex h-7 min-w-0 items-center gap-1 rounded-md bg-accent-soft pl-2 text-accent text-xs">
      <Pin aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="min-w-0 truncate font-medium" title={name}>
        {name}
      </span>
      <IconButton
        size="sm"
        tooltip={false}
        label={t('chat.target.unpin', { name })}
        className="text-accent"
        onClick={onClear}
      >
        <X />
      </IconButton>
    </span>
  )
}

/** Where the next question goes: a tier by choice, or one node or model. */
export function TargetPicker() {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const nodes = useNodes()
  const target = useChat(state => state.target)
  const keys = useCommandKeys('chooseTarget')
  const [open, setOpen] = useState(false)
  const isNarrow = useMediaQuery('(max-width: 639px)')
  useCommand('chooseTarget', () => setOpen(true))
  const groups = useMemo(() => targetOptions(nodes, target, t), [nodes, target, t])
  const isPinned = target.node !== undefined || target.model !== undefined
  const tier = tierChoiceName(target.tier, t)
  const pinTitle = keys.line === undefined ? t('chat.target.pin') : `${t('chat.target.pin')} (${keys.line})`

  const picker = (
    <Picker
      open={open}
      onOpenChange={setOpen}
      side="top"
      label={t('chat.target.title')}
      searchLabel={t('chat.target.search')}
      nothing={t('chat.target.nothing')}
      groups={groups}
      value={keyOfTarget(target)}
      onChange={key => chat.setTarget(targetOfKey(key, target.tier))}
      trigger={
        isNarrow && !isPinned ? (
          <Button
            size="sm"
            variant="ghost"
            aria-label={t('chat.target.chosenTier', { name: tier })}
            aria-keyshortcuts={keys.aria}
          >
            {tier}
            <ChevronDown />
          </Button>
        ) : (
          <IconButton
            size="sm"
            label={t('chat.target.pin')}
            tooltip={false}
            title={pinTitle}
            aria-keyshortcuts={keys.aria}
          >
            {isPinned ? <ChevronDown /> : <Pin />}
          </IconButton>
        )
      }
    />
  )

  if (isPinned) {
    return (
      <div className="flex min-w-0 items-center gap-1">
        <PinChip target={target} onClear={() => chat.setTarget({ tier: target.tier })} />
        {picker}
      </div>
    )
  }
  return (
    <div className="flex shrink-0 items-center gap-1">
      {isNarrow ? null : (
        <SegmentedControl<TierKey>
          label={t('chat.target.tier')}
          value={`${target.tier}`}
          onChange={key => chat.setTarget(targetOfKey(`tier/${key}`, 'auto'))}
          options={choices.map(choice => ({
            value: `${choice}` as const,
            label: tierChoiceName(choice, t),
            title: choice === 'auto' ? t('chat.target.autoHint') : t('chat.target.always', { tier: choice }),
          }))}
        />
      )}
      {picker}
    </div>
  )
}
