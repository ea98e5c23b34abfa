import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { Kbd } from './kbd'

const item =
  'relative flex min-h-8 select-none items-center gap-2 rounded-sm px-2 text-sm outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0'

export interface DropdownMenuProps {
  /** One button; gets `aria-expanded` and opens the menu. */
  trigger: ReactNode
  children: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  className?: string | undefined
}

/** Not modal: a modal menu hides the rest from assistive technology while focus is still outside it. */
export function DropdownMenu({
  trigger,
  children,
  side = 'bottom',
  align = 'end',
  className,
}: DropdownMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 max-w-80 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-md',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface MenuItemProps {
  children: ReactNode
  onSelect(): void
  icon?: ReactNode
  keys?: string
  danger?: boolean
  disabled?: boolean
}

export function MenuItem({
  children,
  onSelect,
  icon,
  keys,
  danger = false,
  disabled = false,
}: MenuItemProps) {
  return (
    <Radix.Item onSelect={onSelect} disabled={disabled} className={cn(item, danger && 'text-danger')}>
      <span className={cn('contents', !danger && '[&_svg]:text-muted')}>{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys === undefined ? null : <Kbd>{keys}</Kbd>}
    </Radix.Item>
  )
}

export interface MenuRadioProps<T extends string> {
  label: string
  value: T
  onChange(value: T): void
  options: readonly { value: T; label: ReactNode; hint?: ReactNode }[]
}

export function MenuRadioGroup<T extends string>({ label, value, onChange, options }: MenuRadioProps<T>) {
  return (
    <Radix.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={next => {
        const chosen = options.find(option => option.value === next)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {options.map(option => (
        <Radix.RadioItem key={option.value} value={option.value} className={cn(item, 'pl-8')}>
          <Radix.ItemIndicator className="absolute left-2">
            <Check aria-hidden="true" />
          </Radix.ItemIndicator>
          <span className="min-w-0 flex-1 truncate">{option.label}</span>
          {option.hint === undefined ? null : <span className="text-muted text-xs">{option.hint}</span>}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 font-medium text-2xs text-muted">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
