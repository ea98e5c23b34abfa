import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from './cn'

/** Attributes the control inside a field must carry, so that label, hint and error are read with it. */
export interface FieldControl {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** Replaces the hint. */
  error?: string | undefined
  optional?: boolean
  className?: string | undefined
  children(control: FieldControl): ReactNode
}

export function Field({ label, hint, error, optional = false, className, children }: FieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const note = error ?? hint
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="flex items-baseline gap-1.5 font-medium text-sm">
        {label}
        {optional ? <span className="font-normal text-muted text-xs">{t('common.optional')}</span> : null}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note === undefined ? null : (
        <p
          id={`${id}-note`}
          className={cn('flex items-start gap-1 text-xs', error === undefined ? 'text-muted' : 'text-danger')}
        >
          {error === undefined ? null : <CircleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />}
          <span className="min-w-0 [overflow-wrap:anywhere]">{note}</span>
        </p>
      )}
    </div>
  )
}
