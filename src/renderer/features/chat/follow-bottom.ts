/** Figures of a scrolling element, pixels. */
export interface ScrollMeasure {
  top: number
  height: number
  viewport: number
}

export interface FollowState extends ScrollMeasure {
  /** New text keeps the end in sight. */
  following: boolean
}

const slack = 4

export const distanceToEnd = ({ top, height, viewport }: ScrollMeasure) => height - top - viewport

/**
 * Any upward scroll of the user releases; reaching the end by scrolling down follows again. A smaller content or a larger
 * window also moves the position up: that is nobody's scroll. It may look like one, because a failover empties the text and
 * the next node may have written again before the scroll is reported; so where sizes changed, only a hand (`isHeld`) releases.
 */
export function afterScroll(state: FollowState, measure: ScrollMeasure, isHeld = false): FollowState {
  const isResized = measure.height !== state.height || measure.viewport !== state.viewport
  const movedUp = measure.top < state.top - 1 && (isHeld || !isResized)
  const movedDown = measure.top > state.top
  const atEnd = distanceToEnd(measure) <= slack
  const following = state.following ? !movedUp || atEnd : movedDown && atEnd
  return { ...measure, following }
}

/** Keys that scroll a focused transcript upwards. */
export const isUpwardKey = ({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean =>
  key === 'ArrowUp' || key === 'PageUp' || key === 'Home' || (key === ' ' && shiftKey)
