import { type RefObject, useEffect, useRef } from 'react'

/**
 * Another version of an answer takes the place of the one whose button was pressed, and the focus would go with it: then
 * the last message gets it, so that the next Tab goes on there.
 */
export function useKeptFocus(content: RefObject<HTMLElement | null>, leafId: string | null): void {
  const before = useRef(leafId)
  useEffect(() => {
    if (before.current === leafId) return
    before.current = leafId
    // A menu that closes with it gives the focus back, to nobody, only after this.
    const frame = requestAnimationFrame(() => {
      const { activeElement } = document
      if (activeElement !== null && activeElement !== document.body) return
      const last = [...(content.current?.querySelectorAll('article') ?? [])].at(-1)
      last?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [content, leafId])
}
