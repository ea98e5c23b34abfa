import { Columns2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../../shared/entities'
import { useCommandKeys } from '../../../commands'
import { CopyButton } from '../../../markdown'
import { IconButton } from '../../../ui'
import { AnswerRating } from './answer-rating'
import { RedoMenu } from './redo-menu'

export interface AnswerActionsProps {
  message: Message
  last: boolean
  /** Null where there is nothing to compare it with. */
  onCompare: (() => void) | null
}

export function AnswerActions({ message, last, onCompare }: AnswerActionsProps) {
  const copyKeys = useCommandKeys('copyLastAnswer').line
  const { t } = useTranslation()
  return (
    <>
      {message.content === '' ? null : (
        <CopyButton
          label={t('chat.answer.copy')}
          text={() => message.content}
          {...(last && copyKeys !== undefined ? { keys: copyKeys } : {})}
        />
      )}
      <RedoMenu message={message} />
      {message.state === 'complete' ? <AnswerRating message={message} /> : null}
      {onCompare === null ? null : (
        <IconButton size="sm" label={t('chat.answer.compareVersions')} onClick={onCompare}>
          <Columns2 />
        </IconButton>
      )}
    </>
  )
}
