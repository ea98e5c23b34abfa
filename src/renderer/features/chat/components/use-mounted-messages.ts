import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { lastOnes, type Mounted, moreAbove, moreBelow, mountedAround, rangeOf } from '../mounted-range'

export interface MountedMessages {
  /** Messages `first` up to, not including, `end` are in the page. */
  first: number
  end: number
  /** Has this one in the page, with some around it. */
  show(index: number): void
  /** Has the last ones in the page again. */
  showEnd(): void
}

/** Calls `onNear` while `mark` is less than a screen or so from being seen. */
function useNear(
  scroller: RefObject<HTMLElement | null>,
  mark: RefObject<HTMLElement | null>,
  isWanted: boolean,
  count: number,
  onNear: () => void,
): void {
  const latest = useRef(onNear)
  latest.current = onNear
  // biome-ignore lint/correctness/useExhaustiveDependencies: a mark that stays in view reports again only when observed anew
  useEffect(() => {
    const root = scroller.current
    const element = mark.current
    if (!isWanted || root === null || element === null) return
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) latest.current()
      },
      { root, rootMargin: '1200px 0px 1200px 0px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, mark, isWanted, count])
}

/**
 * Which of a conversation's messages are in the page: the last ten at first, more as the marks above and below them near the
 * view. What the reader looks at stays where it is when messages appear above.
 */
export function useMountedMessages(
  scroller: RefObject<HTMLElement | null>,
  above: RefObject<HTMLElement | null>,
  below: RefObject<HTMLElement | null>,
  total: number,
): MountedMessages {
  const [mounted, setMounted] = useState<Mounted>(lastOnes)
  const before = useRef<{ height: number; top: number } | null>(null)
  const { first, end } = rangeOf(mounted, total)

  useNear(scroller, above, first > 0, mounted.count, () => {
    const root = scroller.current
    if (root !== null) before.current = { height: root.scrollHeight, top: root.scrollTop }
    setMounted(moreAbove)
  })
  useNear(scroller, below, end < total, mounted.count, () => setMounted(current => moreBelow(current, total)))

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when messages were added
  useLayoutEffect(() => {
    const root = scroller.current
    const was = before.current
    before.current = null
    if (root !== null && was !== null) root.scrollTop = was.top + (root.scrollHeight - was.height)
  }, [scroller, mounted])

  return {
    first,
    end,
    show: useCallback(
      (index: number) => setMounted(current => mountedAround(current, index, total)),
      [total],
    ),
    showEnd: useCallback(() => setMounted(current => (current.end === null ? current : lastOnes)), []),
  }
}
