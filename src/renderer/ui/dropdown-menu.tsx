import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { type ReactNode, useEffect } from 'react'
import { cn } from './cn'
import { Kbd } from './kbd'

const content =
  'z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 max-w-80 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-md'
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
          className={cn(content, className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export interface AnchoredMenuProps {
  /** The button it belongs to, with an id; it says itself what `aria-haspopup` and `aria-expanded` are. */
  anchor: HTMLElement
  onClose(): void
  children: ReactNode
}

/** An open menu at one of many buttons: thousands of them with a menu each cost more than they serve. */
export function AnchoredMenu({ anchor, onClose, children }: AnchoredMenuProps) {
  useCloseOnScroll(anchor, onClose)
  const { left, top, width, height } = anchor.getBoundingClientRect()
  return (
    <Radix.Root
      open
      modal={false}
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Radix.Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none fixed" style={{ left, top, width, height }} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-labelledby={anchor.id}
          className={content}
          onCloseAutoFocus={event => {
            event.preventDefault()
            anchor.focus()
          }}
          onInteractOutside={event => {
            // The button closes its menu itself; closed here, its click would open it again.
            if (event.target instanceof Node && anchor.contains(event.target)) event.preventDefault()
          }}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The menu stands where its button stood. */
function useCloseOnScroll(anchor: HTMLElement, close: () => void): void {
  useEffect(() => {
    const onScroll = (event: Event) => {
      if (event.target instanceof Node && event.target.contains(anchor)) close()
    }
    window.addEventListener('scroll', onScroll, { capture: true, passive: true })
    return () => window.removeEventListener('scroll', onScroll, { capture: true })
  }, [anchor, close])
}

export interface MenuItemProps {
  children: ReactNode
  onSelect(): void
  icon?: ReactNode
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** Why it cannot be chosen now. It stays in the order of the arrow keys, so that the reason can be found and read. */
  obstacle?: string | null
  /** At its end, muted. */
  hint?: ReactNode
}

export function MenuItem({
  children,
  onSelect,
  icon,
  keys,
  danger = false,
  disabled = false,
  obstacle = null,
  hint,
}: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={event => {
        if (obstacle === null) onSelect()
        else event.preventDefault()
      }}
      disabled={disabled}
      {...(obstacle === null ? {} : { 'aria-disabled': true })}
      className={cn(item, danger && 'text-danger', obstacle !== null && 'py-1.5')}
    >
      <span
        className={cn('contents', !danger && '[&_svg]:text-muted', obstacle !== null && '[&_svg]:opacity-50')}
      >
        {icon}
      </span>
      <span className="min-w-0 flex-1">
        <span className={cn('block truncate', obstacle !== null && 'text-muted')}>{children}</span>
        {obstacle === null ? null : <span className="block text-muted text-xs">{obstacle}</span>}
      </span>
      {hint === undefined ? null : <span className="text-muted text-xs">{hint}</span>}
      {keys === undefined ? null : <Kbd>{keys}</Kbd>}
    </Radix.Item>
  )
}

export interface SubmenuProps {
  label: ReactNode
  icon?: ReactNode
  children: ReactNode
}

/** More of the menu behind one of its items. */
export function Submenu({ label, icon, children }: SubmenuProps) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={cn(item, 'data-[state=open]:bg-hover')}>
        <span className="contents [&_svg]:text-muted">{icon}</span>
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight aria-hidden="true" className="text-muted" />
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            content,
            'max-h-[min(26rem,var(--radix-dropdown-menu-content-available-height))] max-w-64',
          )}
        >
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  )
}

export interface MenuActionProps {
  text: string
  icon: ReactNode
  /** It takes something away for good: set apart and red. */
  removes: boolean
  onSelect(): void
}

export function MenuAction({ text, icon, removes, onSelect }: MenuActionProps) {
  return (
    <>
      {removes ? <MenuSeparator /> : null}
      <MenuItem icon={icon} danger={removes} onSelect={onSelect}>
        {text}
      </MenuItem>
    </>
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

export interface MenuCheckboxProps {
  checked: boolean
  onChange(checked: boolean): void
  /** Below it, muted. */
  hint?: ReactNode
  children: ReactNode
}

/** Switches something; the menu stays open, as several are often switched together. */
export function MenuCheckbox({ checked, onChange, hint, children }: MenuCheckboxProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={next => onChange(next === true)}
      onSelect={event => event.preventDefault()}
      className={cn(item, 'items-start py-1.5 pl-8')}
    >
      <span
        aria-hidden="true"
        className={cn(
          'absolute top-2 left-2 flex size-4 items-center justify-center rounded-xs border text-on-accent [&_svg]:size-3.5',
          checked ? 'border-transparent bg-accent-fill' : 'border-control',
        )}
      >
        {checked ? <Check /> : null}
      </span>
      <span className="min-w-0 flex-1">
        <span className="block">{children}</span>
        {hint === undefined ? null : <span className="block text-muted text-xs">{hint}</span>}
      </span>
    </Radix.CheckboxItem>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 font-medium text-2xs text-muted">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
