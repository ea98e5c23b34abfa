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
 * window also moves the position up, but not away from the end: that is nobody's scroll.
 */
export function afterScroll(state: FollowState, measure: ScrollMeasure): FollowState {
  const movedUp = measure.top < state.top - 1
  const movedDown = measure.top > state.top
  const atEnd = distanceToEnd(measure) <= slack
  const following = state.following ? !movedUp || atEnd : movedDown && atEnd
  return { ...measure, following }
}
