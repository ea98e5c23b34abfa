import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/**
 * Cards and fields come, go and change lanes with the draft, also by undo, and what goes takes the focus with it. If it was in
 * the form, menus and dialogs of it included, the form itself gets it: the next undo must have somewhere to be pressed.
 * @param change another value after each change of what is shown
 * @returns what the form's root is to do when something in it gets the focus
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>, change: unknown): () => void {
  const isInside = useRef(false)
  useEffect(() => {
    // Before the form's own handler: React hears of the same event later.
    const onFocus = () => {
      isInside.current = false
    }
    const onPress = ({ target }: PointerEvent) => {
      if (target instanceof Node && root.current?.contains(target) !== true) isInside.current = false
    }
    document.addEventListener('focusin', onFocus, { capture: true })
    document.addEventListener('pointerdown', onPress, { capture: true })
    return () => {
      document.removeEventListener('focusin', onFocus, { capture: true })
      document.removeEventListener('pointerdown', onPress, { capture: true })
    }
  }, [root])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change
  useLayoutEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isInside.current && isLost) root.current?.focus({ preventScroll: true })
  }, [root, change])
  return () => {
    isInside.current = true
  }
}
