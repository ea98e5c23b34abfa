import { type RefObject, useEffect, useState } from 'react'

/** How far beyond the edge of the window, or of what scrolls inside it, counts as near: about three cards. */
const margin = '600px'

const receivers = new WeakMap<Element, (near: boolean) => void>()
let observer: IntersectionObserver | null = null

/** One observer for all, since a thousand of them cost what they are meant to save. */
function sharedObserver(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    entries => {
      for (const entry of entries) receivers.get(entry.target)?.(entry.isIntersecting)
    },
    { rootMargin: margin, scrollMargin: margin },
  )
  return observer
}

/** Whether the element is in or near the window. Always true when `enabled` is not. */
export function useNearViewport(ref: RefObject<Element | null>, enabled: boolean): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!enabled || element === null) return
    receivers.set(element, setNear)
    sharedObserver().observe(element)
    return () => {
      sharedObserver().unobserve(element)
      receivers.delete(element)
    }
  }, [ref, enabled])
  return near || !enabled
}
