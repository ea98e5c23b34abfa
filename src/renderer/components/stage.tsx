import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConnectionStatus } from '../client'
import { Spinner } from '../ui'

export interface StageProps {
  /** What is being done, such as "Asking the nodes". */
  text: string
  /** How it will look, for the eyes only. */
  children?: ReactNode
  className?: string
}

/**
 * Something that is on its way, with words for what it waits for: what is quick is not said, and while the connection is lost
 * nothing claims to be under way.
 */
export function Stage({ text, children, className }: StageProps) {
  const { t } = useTranslation()
  const isLost = useConnectionStatus() === 'lost'
  return (
    <div className={className}>
      <p
        role="status"
        className="mb-3 flex animate-appear items-start gap-2 text-muted text-sm [animation-delay:400ms] [animation-fill-mode:backwards]"
      >
        <Spinner className="mt-0.5 shrink-0" />
        {isLost ? t('common.waitingForCoordinator') : text}
      </p>
      <div aria-hidden="true">{children}</div>
    </div>
  )
}
