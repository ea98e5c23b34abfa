import type { Rectangle } from 'electron'

/** Points on the screen. */
export const quickAskSize = { width: 640, height: 420 } as const

/** Room that stays free beside the window on a small screen. */
const margin = 16

/** In the middle of a screen's free area, a little above it: where the eye looks first. It never leaves the area. */
export function quickAskBounds(area: Rectangle): Rectangle {
  const width = Math.min(quickAskSize.width, area.width - 2 * margin)
  const height = Math.min(quickAskSize.height, area.height - 2 * margin)
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 3),
    width,
    height,
  }
}
