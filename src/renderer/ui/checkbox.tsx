import { Check } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { cn } from './cn'

export interface CheckboxProps {
  checked: boolean
  onChange(checked: boolean): void
  /** Of a label that stands elsewhere. */
  id?: string
  disabled?: boolean
  className?: string | undefined
  /** Its label, beside it; without one it is named by `id`. */
  children?: ReactNode
}

export function Checkbox({ checked, onChange, id, disabled = false, className, children }: CheckboxProps) {
  const ownId = useId()
  const box = (
    <Radix.Root
      id={id ?? ownId}
      checked={checked}
      disabled={disabled}
      onCheckedChange={next => onChange(next === true)}
      className={cn(
        'focus-ring flex size-4 shrink-0 items-center justify-center rounded-xs border border-control bg-surface text-on-accent disabled:opacity-40 data-[state=checked]:border-transparent data-[state=checked]:bg-accent-fill',
        className,
      )}
    >
      <Radix.Indicator>
        <Check aria-hidden="true" className="size-3.5" />
      </Radix.Indicator>
    </Radix.Root>
  )
  if (children === undefined) return box
  return (
    <label htmlFor={id ?? ownId} className="inline-flex items-center gap-2 text-sm">
      {box}
      {children}
    </label>
  )
}
