import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const control =
  'eased w-full rounded-md border border-control bg-surface text-ink text-sm outline-none hover:border-muted focus-visible:border-accent focus-visible:ring-2 focus-visible:ring-accent/35 disabled:opacity-55 aria-invalid:border-danger aria-invalid:focus-visible:ring-danger/30'

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cn(control, 'h-8 px-2.5', className)} />
}

export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={cn(control, 'min-h-16 resize-y px-2.5 py-1.5', className)} />
}

/** The browser's own select: Radix's needs inline styles our content security policy refuses. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative block', className)}>
      <select {...rest} className={cn(control, 'h-8 appearance-none truncate pr-8 pl-2.5')}>
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  )
}
