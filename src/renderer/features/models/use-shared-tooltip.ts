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
    const lifetime = new AbortController()
    const { signal } = lifetime
    root.addEventListener('pointerover', onOver, { signal })
    root.addEventListener('focusin', onFocus, { signal })
    root.addEventListener('keydown', onKeyDown, { signal })
    for (const type of ['pointerleave', 'pointerdown', 'focusout', 'click']) {
      root.addEventListener(type, hide, { signal })
    }
    window.addEventListener('scroll', hide, { capture: true, passive: true, signal })
    return () => {
      clearTimeout(timer)
      lifetime.abort()
    }
  }, [ref])
  return shown
}
