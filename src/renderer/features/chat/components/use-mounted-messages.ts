import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

const firstCount = 10
const stepCount = 6

/**
 * How many of a conversation's last messages are in the page: ten at first, more as `sentinel` above them nears the view.
 * What the reader looks at stays where it is when messages appear above.
 */
export function useMountedMessages(
  scroller: RefObject<HTMLElement | null>,
  sentinel: RefObject<HTMLElement | null>,
  total: number,
): number {
  const [count, setCount] = useState(firstCount)
  const before = useRef<{ height: number; top: number } | null>(null)
  const more = total > count

  // biome-ignore lint/correctness/useExhaustiveDependencies: a sentinel that stays in view reports again only when observed anew
  useEffect(() => {
    const root = scroller.current
    const mark = sentinel.current
    if (!more || root === null || mark === null) return
    const observer = new IntersectionObserver(
      entries => {
        if (!entries.some(entry => entry.isIntersecting)) return
        before.current = { height: root.scrollHeight, top: root.scrollTop }
        setCount(current => current + stepCount)
      },
      { root, rootMargin: '1200px 0px 0px 0px' },
    )
    observer.observe(mark)
    return () => observer.disconnect()
  }, [scroller, sentinel, more, count])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when messages were added above
  useLayoutEffect(() => {
    const root = scroller.current
    const was = before.current
    before.current = null
    if (root !== null && was !== null) root.scrollTop = was.top + (root.scrollHeight - was.height)
  }, [scroller, count])

  return Math.min(count, total)
}
