import { useRef, useState } from 'react'
import { Input } from '../../../../ui'

export interface TitleInputProps {
  title: string
  label: string
  placeholder?: string
  /** Null: it is to stay as it was. Called once. */
  onDone(title: string | null): void
}

/** A name in a list that is being written. Enter and leaving keep it, Escape does not. */
export function TitleInput({ title, label, placeholder, onDone }: TitleInputProps) {
  const [value, setValue] = useState(title)
  const isDone = useRef(false)
  const done = (next: string | null) => {
    if (isDone.current) return
    isDone.current = true
    onDone(next)
  }
  return (
    <Input
      autoFocus
      data-own-escape
      value={value}
      maxLength={200}
      aria-label={label}
      placeholder={placeholder}
      className="h-8"
      onFocus={event => event.target.select()}
      onChange={event => setValue(event.target.value)}
      onBlur={() => done(value)}
      onKeyDown={event => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') done(value)
        else if (event.key === 'Escape') {
          event.preventDefault()
          done(null)
        }
      }}
    />
  )
}
