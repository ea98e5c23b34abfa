import { Children, type ReactNode } from 'react'
import { cn } from '../../../ui'

/** One line of parts; those for which there is no room are left out whole, the last first, instead of cut in the middle. */
export function OneLine({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <span className={cn('flex h-[1lh] min-w-0 flex-wrap gap-x-1 overflow-hidden', className)}>
      {Children.map(children, part =>
        part === null ? null : <span className="max-w-full truncate">{part}</span>,
      )}
    </span>
  )
}
