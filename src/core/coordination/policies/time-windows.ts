import type { TimeWindow, Weekday } from '../../../shared/config/cluster-rules'

/** A moment by the clock on the wall of the coordinator's machine. */
export interface LocalTime {
  /** 0 is Sunday, as `Date` counts. */
  day: number
  /** Since midnight. */
  minutes: number
}

const dayNames: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** @param wall milliseconds since the epoch */
export function localTimeOf(wall: number): LocalTime {
  const date = new Date(wall)
  return { day: date.getDay(), minutes: date.getHours() * 60 + date.getMinutes() }
}

function minutesOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/**
 * Whether it is that time. A window that ends before it begins ends on the next day and belongs to the day on which it began;
 * one that ends when it begins lasts the whole day.
 */
export function isWithin({ from, to, days }: TimeWindow, { day, minutes }: LocalTime): boolean {
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  const begins = (on: number) => {
    const name = dayNames[(on + 7) % 7]
    return days === undefined || (name !== undefined && days.includes(name))
  }
  if (begin === end) return begins(minutes >= begin ? day : day - 1)
  if (begin < end) return minutes >= begin && minutes < end && begins(day)
  return minutes >= begin ? begins(day) : minutes < end && begins(day - 1)
}
