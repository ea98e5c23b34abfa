import { isComposed, type KeyPress } from '../../commands'

/** Enter alone, unless an input method is choosing a character with it. */
export function isSendKey(press: KeyPress): boolean {
  return (
    press.key === 'Enter' &&
    !press.shiftKey &&
    !press.altKey &&
    !press.ctrlKey &&
    !press.metaKey &&
    !isComposed(press)
  )
}
