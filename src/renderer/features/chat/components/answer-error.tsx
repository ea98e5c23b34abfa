import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { formatRoute } from '../../../navigation'
import { Button } from '../../../ui'
import { errorHelp } from '../error-help'

export interface AnswerErrorProps {
  error: ErrorShape
  /** Read out at once. Only for what has just happened, not for history. */
  urgent: boolean
  onRetry(): void
  retryLabel?: string
  onEdit?: () => void
  /** In place of the usual hint, where more is known. */
  hint?: string | undefined
}

/** An error where the answer would stand: what happened, what can be done, and the button that does it. */
export function AnswerError(props: AnswerErrorProps) {
  const { t } = useTranslation()
  const { error, urgent, onRetry, onEdit } = props
  const { title, hint, retry, cluster, telling } = errorHelp(error, t)
  return (
    <div
      {...(urgent ? { role: 'alert' } : {})}
      className="flex items-start gap-2.5 rounded-lg border border-line bg-canvas px-3.5 py-3 text-sm"
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="font-medium">{title}</p>
        {telling ? <p className="mt-0.5">{spoken(error.message, t)}</p> : null}
        <p className="mt-0.5 text-muted">{props.hint ?? hint}</p>
        <div className="mt-2.5 flex flex-wrap items-center gap-2">
          {retry ? (
            <Button size="sm" onClick={onRetry}>
              {props.retryLabel ?? t('chat.answer.retry')}
            </Button>
          ) : null}
          {onEdit === undefined ? null : (
            <Button size="sm" onClick={onEdit}>
              {t('chat.answer.editButton')}
            </Button>
          )}
          {cluster ? (
            <a
              href={formatRoute({ page: 'cluster', node: null })}
              className="focus-ring rounded-xs px-1 font-medium text-accent text-xs underline-offset-3 hover:underline"
            >
              {t('chat.answer.lookAtNodes')}
            </a>
          ) : null}
        </div>
      </div>
    </div>
  )
}
