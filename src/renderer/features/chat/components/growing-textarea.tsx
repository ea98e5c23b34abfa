import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from 'react'
import { hasLongWord } from '../../../markdown'
import { cn } from '../../../ui'
import { longWord, unkerned } from './long-words'

export interface GrowingTextareaProps extends Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'ref'> {
  value: string
  onChange(value: string): void
  inputRef?: RefObject<HTMLTextAreaElement | null>
}

/** As tall as its text, up to 40 % of the window. */
export function GrowingTextarea({ value, onChange, inputRef, className, ...rest }: GrowingTextareaProps) {
  const own = useRef<HTMLTextAreaElement>(null)
  const ref = inputRef ?? own
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows from the text
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [value, ref])
  return (
    <textarea
      {...rest}
      ref={ref}
      rows={1}
      dir="auto"
      value={value}
      onChange={event => onChange(event.target.value)}
      className={cn(
        'block max-h-[40dvh] w-full resize-none overflow-y-auto bg-transparent px-1 py-1 text-ink text-md outline-none',
        hasLongWord(value, longWord) && unkerned,
        className,
      )}
    />
  )
}
