import { expect, it } from 'vitest'
import { isMatch, requestFilter, withPart } from './activity-filter'

const now = new Date(2026, 5, 10, 14, 20).getTime()
const record = { node: 'mini', tier: 0, outcome: 'complete', startedAt: now } as const

it('asks for full hours and days', () => {
  expect(requestFilter({ node: 'mini', time: 'hour' }, now)).toEqual({ node: 'mini', sinceMs: 20 * 60_000 })
  expect(requestFilter({ time: 'today' }, now)).toEqual({ sinceMs: (14 * 60 + 20) * 60_000 })
  expect(requestFilter({}, now)).toEqual({})
  // The coordinator takes no span of nothing.
  expect(requestFilter({ time: 'hour' }, new Date(2026, 5, 10, 14).getTime())).toEqual({ sinceMs: 1 })
})

it('shows what ends now only where it began within the time', () => {
  expect(isMatch(record, { time: 'hour' }, now)).toBe(true)
  expect(isMatch({ ...record, startedAt: now - 21 * 60_000 }, { time: 'hour' }, now)).toBe(false)
  expect(isMatch(record, { time: 'week', tier: 2 }, now)).toBe(false)
})

it('takes a part out again', () => {
  expect(withPart({ node: 'mini', time: 'week' }, { node: undefined })).toEqual({ time: 'week' })
})
