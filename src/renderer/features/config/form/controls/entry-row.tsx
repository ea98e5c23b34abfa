import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn, IconButton } from '../../../../ui'

interface EntryRowProps {
  /** What is said of it to whoever removes it. */
  entry: string
  problem: string | undefined
  disabled: boolean
  onRemove(): void
  className: string
  children: ReactNode
}

/** An entry of a list, the button that takes it out, and below it what is wrong with it. */
export function EntryRow({ entry, problem, disabled, onRemove, className, children }: EntryRowProps) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-0.5">
      <div className={cn('flex', className)}>
        {children}
        <IconButton
          label={t('config.form.list.removeEntry', { entry })}
          size="sm"
          disabled={disabled}
          onClick={onRemove}
        >
          <X />
        </IconButton>
      </div>
      {problem === undefined ? null : <p className="text-danger text-xs">{problem}</p>}
    </div>
  )
}
