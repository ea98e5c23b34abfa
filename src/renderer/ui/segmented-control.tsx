import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface SegmentedControlProps<T extends string> {
  label: string
  value: T
  onChange(value: T): void
  options: readonly { value: T; label: ReactNode; disabled?: boolean; title?: string }[]
  /** `fill` shares the width evenly. */
  fill?: boolean
  className?: string | undefined
}

/** A radio group: arrow keys move the choice. */
export function SegmentedControl<T extends string>(props: SegmentedControlProps<T>) {
  return (
    <RadioGroup.Root
      aria-label={props.label}
      orientation="horizontal"
      value={props.value}
      onValueChange={next => {
        const chosen = props.options.find(option => option.value === next)
        if (chosen !== undefined) props.onChange(chosen.value)
      }}
      className={cn(
        'inline-flex items-center gap-0.5 rounded-md border border-line bg-sunken p-0.5',
        props.fill === true && 'flex w-full',
        props.className,
      )}
    >
      {props.options.map(option => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled === true}
          title={option.title}
          className={cn(
            'eased focus-ring inline-flex h-6.5 items-center justify-center gap-1.5 rounded-sm px-2.5 font-medium text-muted text-xs hover:text-ink focus-visible:outline-offset-0 disabled:opacity-45 data-[state=checked]:bg-raised data-[state=checked]:text-ink data-[state=checked]:shadow-sm',
            props.fill === true && 'flex-1',
          )}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
