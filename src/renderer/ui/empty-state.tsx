import type { ReactNode } from 'react'
import { cn } from './cn'

export interface EmptyStateProps {
  icon?: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
  className?: string | undefined
}

/** Says why there is nothing, and offers the next step. */
export function EmptyState({ icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={cn('flex flex-col items-center justify-center gap-3 px-6 py-10 text-center', className)}>
      {icon === undefined ? null : (
        <div className="flex size-11 items-center justify-center rounded-xl border border-line bg-surface text-muted shadow-sm [&_svg]:size-5">
          {icon}
        </div>
      )}
      <h2 className="font-semibold text-md">{title}</h2>
      {children === undefined ? null : (
        <div className="max-w-md text-balance text-muted text-sm">{children}</div>
      )}
      {actions === undefined ? null : (
        <div className="mt-1 flex flex-wrap items-center justify-center gap-2">{actions}</div>
      )}
    </div>
  )
}
