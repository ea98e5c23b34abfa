import type { ReactNode } from 'react'
import { cn } from '../../../../ui'
import type { ControlAttributes } from './text-control'

export interface ChoicesControlProps<T extends string | number> {
  attributes: ControlAttributes
  label: string
  options: readonly { value: T; label: ReactNode; title?: string }[]
  chosen: readonly T[]
  onChange(chosen: T[]): void
  disabled?: boolean
}

/** Several of a few: buttons that stay pressed, in the order of the options. */
export function ChoicesControl<T extends string | number>(props: ChoicesControlProps<T>) {
  const { attributes, label, options, chosen, onChange, disabled = false } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay out its children everywhere
    <div role="group" {...attributes} aria-label={label} className="flex flex-wrap gap-1">
      {options.map(option => {
        const isChosen = chosen.includes(option.value)
        return (
          <button
            key={option.value}
            type="button"
            aria-pressed={isChosen}
            disabled={disabled}
            title={option.title}
            onClick={() =>
              onChange(
                options
                  .map(({ value }) => value)
                  .filter(value => (value === option.value ? !isChosen : chosen.includes(value))),
              )
            }
            className={cn(
              'focus-ring eased inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-xs disabled:opacity-50 pointer-coarse:min-h-10',
              isChosen
                ? 'border-accent bg-accent-soft font-medium text-accent'
                : 'border-control text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {option.label}
          </button>
        )
      })}
    </div>
  )
}
