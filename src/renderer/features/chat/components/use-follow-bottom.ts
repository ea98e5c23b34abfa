import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import {
  afterScroll,
  distanceToEnd,
  type FollowState,
  isUpwardKey,
  type ScrollMeasure,
} from '../follow-bottom'

const measure = (element: HTMLElement): ScrollMeasure => ({
  top: element.scrollTop,
  height: element.scrollHeight,
  viewport: element.clientHeight,
})

/** A touch that became a scroll ends its pointer at once (`pointercancel`), so that is none of them. */
const releases = ['pointerup', 'touchend', 'touchcancel', 'blur'] as const

export interface FollowBottom {
  /** False while there is something below that the reader has scrolled away from. */
  atEnd: boolean
  jumpToEnd(): void
  /** As an upward scroll of the reader does. */
  release(): void
}

/**
 * Keeps the end of a growing `content` in sight inside `scroller` until the reader scrolls up. `isWhole`: the end of what is in the
 * page is the end of all; else reaching it follows nothing.
 */
export function useFollowBottom(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  isWhole: boolean,
): FollowBottom {
  const whole = useRef(isWhole)
  whole.current = isWhole
  const state = useRef<FollowState>({ following: true, top: 0, height: 0, viewport: 0 })
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    element.scrollTop = element.scrollHeight
    state.current = { ...measure(element), following: true }
    setAtEnd(true)
  }, [scroller])

  useLayoutEffect(toEnd, [toEnd])

  useEffect(() => {
    const element = scroller.current
    const inner = content.current
    if (element === null || inner === null) return
    const release = () => {
      if (element.scrollTop > 0) state.current = { ...state.current, following: false }
    }
    const onWheel = (event: WheelEvent) => {
      // Before the scroll event of the same turn: text that arrives in between must not pull back.
      if (event.deltaY < 0) release()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target === element && isUpwardKey(event)) release()
    }
    // A finger, or a hand on the scroll bar.
    let isHeld = false
    const hold = () => {
      isHeld = true
    }
    const letGo = () => {
      isHeld = false
    }
    const onScroll = () => {
      const after = afterScroll(state.current, measure(element), isHeld)
      state.current = whole.current ? after : { ...after, following: false }
      setAtEnd(state.current.following || distanceToEnd(state.current) < 40)
    }
    const observer = new ResizeObserver(() => {
      if (state.current.following) toEnd()
      else {
        state.current = { ...state.current, ...measure(element) }
        setAtEnd(distanceToEnd(state.current) < 40)
      }
    })
    element.addEventListener('wheel', onWheel, { passive: true })
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('keydown', onKeyDown)
    element.addEventListener('pointerdown', hold, { passive: true })
    element.addEventListener('touchstart', hold, { passive: true })
    for (const end of releases) window.addEventListener(end, letGo, { passive: true })
    observer.observe(inner)
    observer.observe(element)
    return () => {
      element.removeEventListener('wheel', onWheel)
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('keydown', onKeyDown)
      element.removeEventListener('pointerdown', hold)
      element.removeEventListener('touchstart', hold)
      for (const end of releases) window.removeEventListener(end, letGo)
      observer.disconnect()
    }
  }, [scroller, content, toEnd])

  const release = useCallback(() => {
    state.current = { ...state.current, following: false }
  }, [])

  return { atEnd: atEnd && isWhole, jumpToEnd: toEnd, release }
}
