import { type RefObject, useEffect, useState } from 'react'

const delayMs = 450

/** What carries a hint: the sentence is in its description too, for those who cannot see it appear. */
export const hinted = (hint: string | undefined) =>
  hint === undefined ? {} : { 'data-hint': hint, 'aria-description': hint }

export interface ShownHint {
  anchor: HTMLElement
  text: string
}

/** The hint of whatever inside `ref` the pointer rests on or the keyboard has reached; null for none. */
export function useSharedTooltip(ref: RefObject<HTMLElement | null>): ShownHint | null {
  const [shown, setShown] = useState<ShownHint | null>(null)
  useEffect(() => {
    const root = ref.current
    if (root === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over: HTMLElement | null = null

    const carrier = ({ target }: Event) =>
      target instanceof Element ? target.closest<HTMLElement>('[data-hint]') : null
    const show = (anchor: HTMLElement) => {
      const text = anchor.dataset.hint
      if (text !== undefined && anchor.isConnected) setShown({ anchor, text })
    }
    const hide = () => {
      clearTimeout(timer)
      over = null
      setShown(null)
    }
    const onOver = (event: PointerEvent) => {
      const anchor = event.pointerType === 'touch' ? null : carrier(event)
      if (anchor === over) return
      hide()
      over = anchor
      if (anchor !== null) timer = setTimeout(() => show(anchor), delayMs)
    }
    const onFocus = (event: FocusEvent) => {
      const anchor = carrier(event)
      if (anchor?.matches(':focus-visible') === true) show(anchor)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    root.addEventListener('pointerover', onOver)
    root.addEventListener('pointerleave', hide)
    root.addEventListener('pointerdown', hide)
    root.addEventListener('focusin', onFocus)
    root.addEventListener('focusout', hide)
    root.addEventListener('click', hide)
    root.addEventListener('keydown', onKeyDown)
    window.addEventListener('scroll', hide, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      root.removeEventListener('pointerover', onOver)
      root.removeEventListener('pointerleave', hide)
      root.removeEventListener('pointerdown', hide)
      root.removeEventListener('focusin', onFocus)
      root.removeEventListener('focusout', hide)
      root.removeEventListener('click', hide)
      root.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('scroll', hide, { capture: true })
    }
  }, [ref])
  return shown
}
