import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

export interface Typed {
  text: string
  setText(text: string): void
  commit(): void
  /** To be spread on the input. */
  handlers: {
    onBlur(): void
    onKeyDown(event: KeyboardEvent): void
    /** Something typed here is not in the draft yet, so that undo is the field's own business. */
    'data-typed': '' | undefined
  }
}

/**
 * A text being typed. It goes into the draft when the field is left, with Enter, or before a shortcut that saves; Escape takes it
 * back. Leaving the page by a key counts as leaving the field.
 */
export function useTyped(value: string, onCommit: (text: string) => void, multiline = false): Typed {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) {
    setSeen(value)
    setText(value)
  }
  const isTyped = text !== value
  const commit = () => {
    if (isTyped) onCommit(text)
  }
  const latest = useRef(commit)
  useEffect(() => {
    latest.current = commit
  })
  // Elements that go take their blur with them.
  useEffect(() => () => latest.current(), [])

  return {
    text,
    setText,
    commit,
    handlers: {
      onBlur: commit,
      onKeyDown(event) {
        if (event.nativeEvent.isComposing) return
        const withModifier = event.metaKey || event.ctrlKey
        if (event.key === 'Enter' && (!multiline || withModifier)) commit()
        else if (withModifier && event.key.toLowerCase() === 's') commit()
        else if (event.key === 'Escape' && isTyped) {
          event.stopPropagation()
          setText(value)
        }
      },
      'data-typed': isTyped ? '' : undefined,
    },
  }
}
