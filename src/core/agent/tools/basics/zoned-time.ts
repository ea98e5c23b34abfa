import { HarombeError } from '../../../../shared/errors'

/** A date and time of day somewhere, without saying where. Months and days from 1. */
export interface LocalTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

export interface Span {
  years?: number | undefined
  months?: number | undefined
  weeks?: number | undefined
  days?: number | undefined
  hours?: number | undefined
  minutes?: number | undefined
  seconds?: number | undefined
}

const bad = (message: string, hint?: string) => new HarombeError('BAD_REQUEST', message, { hint })

/** Dates end there (ECMAScript, with room for a day on either side), milliseconds from the epoch. */
const farthest = 8.6e15

/** @throws HarombeError BAD_REQUEST when there is no such zone */
export function checkZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw bad(`There is no time zone ${zone}.`, 'Write one like Europe/Berlin or UTC.')
  }
}

const asIfUtc = ({ year, month, day, hour, minute, second }: LocalTime): number => {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, 0)
  return date.getTime()
}

/** What the clocks of a zone show at a moment, milliseconds since the epoch. @throws HarombeError BAD_REQUEST beyond all dates */
export function localTimeAt(instant: number, zone: string): LocalTime {
  if (!(Math.abs(instant) < farthest)) throw bad('That is too far away.')
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    era: 'short',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const of = (type: string) => parts.find(part => part.type === type)?.value ?? ''
  const year = Number(of('year'))
  return {
    year: of('era') === 'BC' ? 1 - year : year,
    month: Number(of('month')),
    day: Number(of('day')),
    hour: Number(of('hour')),
    minute: Number(of('minute')),
    second: Number(of('second')),
  }
}

/** Milliseconds a zone's clocks are ahead of UTC at a moment. */
const offsetAt = (instant: number, zone: string): number =>
  asIfUtc(localTimeAt(instant, zone)) - Math.floor(instant / 1000) * 1000

/**
 * The moment at which the clocks of a zone show this. An hour that is there twice means its first time; one that is left out in
 * spring means the same distance after the clocks changed.
 */
export function instantOf(local: LocalTime, zone: string): number {
  const wanted = asIfUtc(local)
  const day = 86_400_000
  const offsets = [offsetAt(wanted - day, zone), offsetAt(wanted + day, zone)]
  const [before = 0] = offsets
  const fitting = offsets
    .map(offset => wanted - offset)
    .filter(instant => instant + offsetAt(instant, zone) === wanted)
  return fitting.length === 0 ? wanted - before : Math.min(...fitting)
}

/** Adds by the calendar and the clocks of a zone: a day is the same time next day, an hour is sixty minutes. */
export function addSpan(instant: number, span: Span, zone: string): number {
  const { years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = span
  let moved = instant
  if (years !== 0 || months !== 0 || weeks !== 0 || days !== 0) {
    const local = localTimeAt(instant, zone)
    const monthIndex = local.year * 12 + (local.month - 1) + years * 12 + months
    const year = Math.floor(monthIndex / 12)
    const month = monthIndex - year * 12 + 1
    // The last of the month stays the last of the month: January 31st and one month is February 28th.
    const lastDay = new Date(asIfUtc({ ...local, year, month: month + 1, day: 0 })).getUTCDate()
    const day = Math.min(local.day, lastDay) + weeks * 7 + days
    moved = instantOf({ ...local, year, month, day }, zone) + (instant % 1000)
  }
  return moved + ((hours * 60 + minutes) * 60 + seconds) * 1000
}

const written =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * `2026-11-22`, `2026-11-22 14:30`, or either with an offset; without one it is what the clocks of the zone show.
 * @throws HarombeError BAD_REQUEST for what is no date, the 30th of February among them
 */
export function parseTime(text: string, zone: string): number {
  const match = written.exec(text.trim())
  if (match === null)
    throw bad(
      `"${text}" is no date.`,
      'Write 2026-11-22 or 2026-11-22T14:30, with an offset if there is one.',
    )
  const number = (index: number) => Number(match[index] ?? 0)
  const local = {
    year: number(1),
    month: number(2),
    day: number(3),
    hour: number(4),
    minute: number(5),
    second: number(6),
  }
  const plain = asIfUtc(local)
  const read = localTimeAt(plain, 'UTC')
  if (
    read.month !== local.month ||
    read.day !== local.day ||
    read.hour !== local.hour ||
    read.minute !== local.minute
  )
    throw bad(`There is no ${text}.`)
  const offset = match[7]
  if (offset === undefined) return instantOf(local, zone)
  if (offset === 'Z') return plain
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):?(\d{2})/.exec(offset) ?? []
  return plain - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
