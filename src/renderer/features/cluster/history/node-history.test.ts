import { describe, expect, it } from 'vitest'
import type { NodeHistoryColumns } from '../../../../shared/entities'
import { applyHistoryUpdate, isGap, minuteRows } from './node-history'

const columns = (at: number[], changes: Partial<NodeHistoryColumns> = {}): NodeHistoryColumns => {
  const nothing = at.map(() => null)
  return {
    at,
    active: nothing,
    queued: nothing,
    slots: at.map(() => 1),
    tokensPerSecond: nothing,
    ttftMs: nothing,
    latencyMs: nothing,
    memoryBytes: nothing,
    errors: nothing,
    ...changes,
  }
}
const whole = (given: NodeHistoryColumns) =>
  ({ type: 'whole', stepMs: 5_000, spanMs: 900_000, columns: given }) as const

describe('the history in a window', () => {
  it('goes on where it was, and lets go of what is too old', () => {
    const before = applyHistoryUpdate(null, whole(columns([0, 5_000, 10_000])))
    const after = applyHistoryUpdate(before, { type: 'appended', columns: columns([907_000]) })
    expect(after?.columns.at).toEqual([10_000, 907_000])
    expect(after?.columns.latencyMs).toHaveLength(2)
  })

  it('is asked for anew when something comes before the beginning', () => {
    expect(applyHistoryUpdate(null, { type: 'appended', columns: columns([5_000]) })).toBeNull()
  })

  it('is read by the minute: the most at once, the mean speed, all failures, and gaps as gaps', () => {
    const given = whole(
      columns([60_000, 65_000, 120_000, 125_000], {
        active: [1, 3, null, null],
        slots: [2, 2, null, null],
        ttftMs: [null, 400, null, null],
        latencyMs: [2, 4, null, null],
        errors: [1, 1, 0, 1],
      }),
    )
    const [away, there] = minuteRows(given)
    expect(away).toMatchObject({ at: 120_000, isAway: true, figures: { active: null, errors: 1 } })
    expect(there).toMatchObject({
      at: 60_000,
      isAway: false,
      figures: { active: 3, ttftMs: 400, latencyMs: 3, errors: 2 },
    })
    expect([0, 1, 2].map(index => isGap(given.columns, index))).toEqual([false, false, true])
  })
})
