import { Check, Search } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { useReturnFocus } from './return-focus'

export interface PickerOption {
  value: string
  label: string
  /** At its end, muted. */
  hint?: string
}

export interface PickerGroup {
  label: string
  options: readonly PickerOption[]
}

/** What of the groups has every word of the query in its label or hint; groups without any are left out. */
export function matchingGroups(groups: readonly PickerGroup[], query: string): PickerGroup[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return groups
    .map(group => ({
      ...group,
      options: group.options.filter(({ label, hint = '' }) => {
        const text = `${label} ${hint}`.toLocaleLowerCase()
        return words.every(word => text.includes(word))
      }),
    }))
    .filter(({ options }) => options.length > 0)
}

export interface PickerProps {
  open: boolean
  onOpenChange(open: boolean): void
  /** One button. */
  trigger: ReactNode
  /** What is chosen here. */
  label: string
  searchLabel: string
  /** In place of the options when none has what was typed. */
  nothing: string
  groups: readonly PickerGroup[]
  value: string
  onChange(value: string): void
  side?: 'top' | 'bottom'
}

/** One of many, found by typing: a field over a list that arrow keys walk through. */
export function Picker(props: PickerProps) {
  const { open, onOpenChange, trigger, label, side = 'bottom' } = props
  // Opened by a key it gives the focus back to where the key was pressed, not to its button.
  const returnFocus = useReturnFocus(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={returnFocus}
          className="z-50 flex max-h-[min(26rem,var(--radix-popover-content-available-height))] w-[min(22rem,calc(100vw-1rem))] animate-appear flex-col overflow-hidden rounded-lg border border-line bg-raised text-ink shadow-md outline-none"
        >
          <PickerList {...props} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function PickerList(props: PickerProps) {
  const { label, searchLabel, nothing, value, onChange, onOpenChange } = props
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(value)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const groups = matchingGroups(props.groups, query)
  const options = groups.flatMap(group => group.options)
  // What was walked to may have been filtered away since.
  const current = options.find(option => option.value === active) ?? options[0]
  // By number: names may have spaces, which ids must not.
  const ids = new Map(options.map((option, index) => [option, `${listId}-${index}`]))

  // biome-ignore lint/correctness/useExhaustiveDependencies: after every move, and once when it opens
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [current?.value])

  const choose = (option: PickerOption) => {
    onChange(option.value)
    onOpenChange(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const at = current === undefined ? -1 : options.indexOf(current)
    const moves: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: Math.min(options.length - 1, at + 8),
      PageUp: Math.max(0, at - 8),
    }
    const next = moves[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setActive(options.at(next % Math.max(1, options.length))?.value ?? value)
    } else if (event.key === 'Enter' && current !== undefined) {
      event.preventDefault()
      choose(current)
    }
  }

  return (
    <>
      <div className="flex items-center gap-2 border-line border-b px-3">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : ids.get(current)}
          aria-label={searchLabel}
          placeholder={searchLabel}
          autoComplete="off"
          spellCheck={false}
          value={query}
          maxLength={200}
          onChange={event => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-10 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-muted"
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={label}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto p-1 outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
        onKeyDown={onKeyDown}
      >
        {groups.map((group, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
          <div key={group.label} role="group" aria-labelledby={`${listId}-group-${index}`}>
            <p id={`${listId}-group-${index}`} className="px-2 pt-1.5 pb-1 font-medium text-2xs text-muted">
              {group.label}
            </p>
            {group.options.map(option => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field and the list
              <div
                key={option.value}
                id={ids.get(option)}
                role="option"
                tabIndex={-1}
                aria-selected={option.value === value}
                data-active={option === current ? '' : undefined}
                onClick={() => choose(option)}
                onPointerMove={() => setActive(option.value)}
                className={cn(
                  'flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm [@media(pointer:coarse)]:min-h-10',
                  option === current && 'bg-hover',
                )}
              >
                <Check
                  aria-hidden="true"
                  className={cn('size-4 shrink-0', option.value !== value && 'invisible')}
                />
                <span className="min-w-0 flex-1 truncate" title={option.label}>
                  {option.label}
                </span>
                {option.hint === undefined ? null : (
                  <span className="max-w-1/2 shrink-0 truncate text-muted text-xs">{option.hint}</span>
                )}
              </div>
            ))}
          </div>
        ))}
      </div>
      {options.length === 0 ? (
        <p role="status" className="px-3 pb-3 text-muted text-sm">
          {nothing}
        </p>
      ) : null}
    </>
  )
}
