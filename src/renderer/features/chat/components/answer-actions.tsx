import { Columns2 } from 'lucide-react'
import type { Message } from '../../../../shared/entities'
import { CopyButton } from '../../../markdown'
import { IconButton } from '../../../ui'
import { shortcutText } from '../shortcuts'
import { AnswerRating } from './answer-rating'
import { RedoMenu } from './redo-menu'

export interface AnswerActionsProps {
  message: Message
  last: boolean
  /** Null where there is nothing to compare it with. */
  onCompare: (() => void) | null
}

export function AnswerActions({ message, last, onCompare }: AnswerActionsProps) {
  return (
    <>
      {message.content === '' ? null : (
        <CopyButton
          label="Copy answer"
          text={() => message.content}
          {...(last ? { keys: shortcutText('C', true) } : {})}
        />
      )}
      <RedoMenu message={message} />
      {message.state === 'complete' ? <AnswerRating message={message} /> : null}
      {onCompare === null ? null : (
        <IconButton size="sm" label="Compare versions" onClick={onCompare}>
          <Columns2 />
        </IconButton>
      )}
    </>
  )
}
