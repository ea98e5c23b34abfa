import { expect, it } from 'vitest'
import { clockText, dayStamp } from './clock-text'

it('writes the day before the time only of other days, in the language of the page', () => {
  const now = new Date(2026, 5, 10, 14, 3, 22).getTime()
  const before = new Date(2026, 5, 9, 23, 59, 1).getTime()
  expect(clockText(now, now, 'en')).toBe('14:03:22')
  expect(clockText(before, now, 'en')).toBe('9 Jun 23:59:01')
  expect(clockText(before, now, 'de')).toBe('9. Juni 23:59:01')
})

it('names files by the local day, which late at night is not the one in UTC', () => {
  expect(dayStamp(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
})
