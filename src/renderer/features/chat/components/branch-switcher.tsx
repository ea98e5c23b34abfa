import { ChevronLeft, ChevronRight } from 'lucide-react'
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
  const { chat } = useChatServices()
  if (count < 2) return null
  const go = (step: 1 | -1) => {
    const sibling = siblingsOf(chat.store.getState().open.messages, message)[index + step]
    if (sibling !== undefined) chat.selectBranch(sibling.id)
  }
  return (
    <fieldset className="inline-flex items-center" aria-label="Versions">
      <IconButton
        size="sm"
        tooltip={false}
        label="Previous version"
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
        label="Next version"
        disabled={index === count - 1}
        onClick={() => go(1)}
      >
        <ChevronRight />
      </IconButton>
    </fieldset>
  )
}
