import type { HTMLAttributes } from 'react'
import { cn, Input, Textarea } from '../../../../ui'
import { useTyped } from './use-typed'

/** Attributes by which a control belongs to its label and its note. */
export interface ControlAttributes {
  id?: string
  'aria-label'?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
}

export interface TextControlProps {
  attributes: ControlAttributes
  value: string
  onCommit(text: string): void
  placeholder?: string | undefined
  /** Words to choose from; others may be typed. */
  list?: string | undefined
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
  long?: boolean
  mono?: boolean
  type?: 'text' | 'password'
  disabled?: boolean
  className?: string | undefined
}

/** A field of one line, or of several for long texts. */
export function TextControl(props: TextControlProps) {
  const { attributes, value, onCommit, long = false, mono = true, type = 'text' } = props
  const typed = useTyped(value, onCommit, long)
  const shared = {
    ...attributes,
    ...typed.handlers,
    value: typed.text,
    placeholder: props.placeholder,
    disabled: props.disabled,
    spellCheck: false,
    autoCapitalize: 'none',
    autoComplete: 'off',
  } as const
  const looks = cn(mono && 'font-mono text-xs', props.className)
  if (long) {
    return (
      <Textarea
        {...shared}
        rows={4}
        onChange={event => typed.setText(event.target.value)}
        className={cn('text-sm', looks)}
      />
    )
  }
  return (
    <Input
      {...shared}
      type={type}
      list={props.list}
      inputMode={props.inputMode}
      onChange={event => typed.setText(event.target.value)}
      className={looks}
    />
  )
}
