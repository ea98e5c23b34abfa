import { ChevronsDown, ChevronsUp, RefreshCw } from 'lucide-react'
import type { Message } from '../../../../shared/entities'
import { tierNames } from '../../../../shared/entities/tiers'
import { CopyButton } from '../../../markdown'
import { IconButton } from '../../../ui'
import { useChatServices } from '../chat-context'
import { neighbourTier } from '../conversation-tree'
import { shortcutText } from '../shortcuts'

function RedoButton({ message, step }: { message: Message; step: 1 | -1 }) {
  const { chat } = useChatServices()
  const tier = neighbourTier(message, step)
  if (tier === null) return null
  return (
    <IconButton
      size="sm"
      label={`Redo ${step === 1 ? 'bigger' : 'smaller'} (${tierNames[tier]})`}
      onClick={() => void chat.redo(message.id, step)}
    >
      {step === 1 ? <ChevronsUp /> : <ChevronsDown />}
    </IconButton>
  )
}

export interface AnswerActionsProps {
  message: Message
  last: boolean
}

export function AnswerActions({ message, last }: AnswerActionsProps) {
  const { chat } = useChatServices()
  return (
    <>
      {message.content === '' ? null : (
        <CopyButton
          label="Copy answer"
          text={() => message.content}
          {...(last ? { keys: shortcutText('C', true) } : {})}
        />
      )}
      <IconButton size="sm" label="Answer again" onClick={() => void chat.regenerate(message.id)}>
        <RefreshCw />
      </IconButton>
      <RedoButton message={message} step={-1} />
      <RedoButton message={message} step={1} />
    </>
  )
}
