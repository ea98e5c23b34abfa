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
  /** Where it stands already; kept while it covers nothing. */
  current?: NoticePlace | undefined
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
export function placeNotice({ window, notice, margin, clear, current }: NoticeRoom): NoticePlace {
  const coveredAt = ({ side, bottom }: NoticePlace) => {
    const left =
      side === 'left' ? margin.side : Math.max(margin.side, window.width - margin.side - notice.width)
    const edge = window.height - bottom
    const box = { left, top: edge - notice.height, right: left + notice.width, bottom: edge }
    return clear.reduce((sum, other) => sum + overlap(box, other), 0)
  }
  if (current !== undefined && coveredAt(current) === 0) return current
  const highest = Math.max(margin.bottom, window.height - margin.top - notice.height)
  let best: { place: NoticePlace; covered: number } | null = null
  for (const side of ['right', 'left'] as const) {
    for (let bottom = margin.bottom; bottom <= highest; bottom += step) {
      const place = { side, bottom }
      const covered = coveredAt(place)
      if (covered === 0) return place
      if (best === null || covered < best.covered) best = { place, covered }
    }
  }
  return best?.place ?? { side: 'right', bottom: margin.bottom }
}
