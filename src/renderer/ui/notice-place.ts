export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export interface NoticeRoom {
  window: { width: number; height: number }
  notice: { width: number; height: number }
  /** Distances from the edges of the window, pixels. */
  margin: { side: number; top: number; bottom: number }
  /** What must stay in reach: the buttons of a dialog, where one types. */
  clear: readonly Box[]
}

export interface NoticePlace {
  side: 'left' | 'right'
  /** From the lower edge of the window, pixels. */
  bottom: number
}

const step = 8

const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))

/**
 * Where a notice covers nothing that must stay in reach: as low as it can be at the right, else at the left, else where it
 * covers least.
 */
export function placeNotice({ window, notice, margin, clear }: NoticeRoom): NoticePlace {
  const highest = window.height - margin.top - notice.height
  let best: { place: NoticePlace; covered: number } | null = null
  for (const side of ['right', 'left'] as const) {
    const left =
      side === 'left' ? margin.side : Math.max(margin.side, window.width - margin.side - notice.width)
    for (let bottom = margin.bottom; bottom <= Math.max(margin.bottom, highest); bottom += step) {
      const top = window.height - bottom - notice.height
      const box = { left, top, right: left + notice.width, bottom: window.height - bottom }
      const covered = clear.reduce((sum, other) => sum + overlap(box, other), 0)
      if (covered === 0) return { side, bottom }
      if (best === null || covered < best.covered) best = { place: { side, bottom }, covered }
    }
  }
  return best?.place ?? { side: 'right', bottom: margin.bottom }
}
