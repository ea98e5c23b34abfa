import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { IconButton } from '../../../ui'
import { useChatServices } from '../chat-context'
import { siblingsOf } from '../conversation-tree'

export interface BranchSwitcherProps {
  message: Message
  /** Place of this message among its siblings, from 0, and their number. */
  index: number
  count: number
}

/** ‹ 2/3 › between versions of one question or answer. */
export function BranchSwitcher({ message, index, count }: BranchSwitcherProps) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  if (count < 2) return null
  const go = (step: 1 | -1) => {
    const sibling = siblingsOf(chat.store.getState().open.messages, message)[index + step]
    if (sibling !== undefined) chat.selectBranch(sibling.id)
  }
  return (
    <fieldset className="inline-flex items-center" aria-label={t('chat.answer.versions')}>
      <IconButton
        size="sm"
        tooltip={false}
        label={t('chat.answer.previous')}
        disabled={index === 0}
        onClick={() => go(-1)}
      >
        <ChevronLeft />
      </IconButton>
      <span className="min-w-7 text-center text-muted text-xs">
        {index + 1}/{count}
      </span>
      <IconButton
        size="sm"
        tooltip={false}
        label={t('chat.answer.next')}
        disabled={index === count - 1}
        onClick={() => go(1)}
      >
        <ChevronRight />
      </IconButton>
    </fieldset>
  )
}
