import { describe, expect, it } from 'vitest'
import type { TimeWindow } from '../../../shared/config/cluster-rules'
import { isWithin } from './time-windows'

const [sunday, monday, tuesday, saturday] = [0, 1, 2, 6]
const at = (day: number, time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return { day, minutes: hours * 60 + minutes }
}
const night: TimeWindow = { from: '22:00', to: '07:00' }
const lunch: TimeWindow = { from: '12:00', to: '13:30' }

describe('a window of time', () => {
  it.each([
    [lunch, monday, '11:59', false],
    [lunch, monday, '12:00', true],
    [lunch, monday, '13:29', true],
    [lunch, monday, '13:30', false],
    [night, monday, '21:59', false],
    [night, monday, '22:00', true],
    [night, tuesday, '06:59', true],
    [night, tuesday, '07:00', false],
  ])('%o holds on day %i at %s: %s', (window, day, time, expected) => {
    expect(isWithin(window, at(day, time))).toBe(expected)
  })

  it.each([
    // Friday's night ends on Saturday morning; Saturday's own begins later.
    [['fri'], 5, '23:00', true],
    [['fri'], saturday, '06:00', true],
    [['fri'], saturday, '23:00', false],
    [['fri'], 5, '06:00', false],
    // Saturday's night ends on Sunday, the first day of a week by the count of Date.
    [['sat'], sunday, '06:00', true],
    [['sun'], sunday, '06:00', false],
  ] as const)(
    'over midnight belongs to the day on which it began: %o, day %i at %s',
    (days, day, time, expected) => {
      expect(isWithin({ ...night, days: [...days] }, at(day, time))).toBe(expected)
    },
  )

  it('that ends when it begins lasts a day, from then on', () => {
    const day: TimeWindow = { from: '08:00', to: '08:00', days: ['mon'] }
    expect(isWithin({ from: '08:00', to: '08:00' }, at(monday, '03:00'))).toBe(true)
    expect(isWithin(day, at(monday, '07:59'))).toBe(false)
    expect(isWithin(day, at(monday, '08:00'))).toBe(true)
    expect(isWithin(day, at(tuesday, '07:59'))).toBe(true)
    expect(isWithin(day, at(tuesday, '08:00'))).toBe(false)
  })
})
