import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { useCommandKeys } from '../../../commands'
import { IconButton } from '../../../ui'
import { useChatServices } from '../chat-context'
import { siblingsOf } from '../conversation-tree'

export interface BranchSwitcherProps {
  message: Message
  /** Place of this message among its siblings, from 0, and their number. */
  index: number
  count: number
}

/** The switcher of the version that is shown now: the one that was pressed went away with its message. */
function focusSwitcher(messageId: string, step: 1 | -1): void {
  requestAnimationFrame(() => {
    const row = document.querySelector(`[data-message="${CSS.escape(messageId)}"] [data-versions]`)
    const buttons = [...(row?.querySelectorAll<HTMLButtonElement>('button') ?? [])]
    const [previous, next] = buttons
    const wanted = step === -1 ? [previous, next] : [next, previous]
    wanted.find(button => button?.disabled === false)?.focus({ preventScroll: true })
  })
}

/** ‹ 2/3 › between versions of one question or answer. */
export function BranchSwitcher(props: BranchSwitcherProps) {
  // Most messages have one version only, and hundreds of them are in a page.
  return props.count < 2 ? null : <Switcher {...props} />
}

function Switcher({ message, index, count }: BranchSwitcherProps) {
  const { t } = useTranslation()
  const { chat } = useChatServices()
  const previousKeys = useCommandKeys('previousVersion').line
  const nextKeys = useCommandKeys('nextVersion').line
  const go = (step: 1 | -1) => {
    const sibling = siblingsOf(chat.store.getState().open.messages, message)[index + step]
    if (sibling === undefined) return
    chat.selectBranch(sibling.id)
    focusSwitcher(sibling.id, step)
  }
  return (
    <fieldset
      data-versions=""
      className="inline-flex items-center"
      aria-label={t('chat.answer.versions')}
      onKeyDown={event => {
        const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
        if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
        event.preventDefault()
        go(step)
      }}
    >
      <IconButton
        size="sm"
        label={t('chat.answer.previous')}
        {...(previousKeys === undefined ? {} : { keys: previousKeys })}
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
        label={t('chat.answer.next')}
        {...(nextKeys === undefined ? {} : { keys: nextKeys })}
        disabled={index === count - 1}
        onClick={() => go(1)}
      >
        <ChevronRight />
      </IconButton>
    </fieldset>
  )
}
