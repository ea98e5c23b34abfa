import type { RequestFilter } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'

export const times = ['hour', 'today', 'week'] as const
export type Time = (typeof times)[number]

export interface ActivityFilter extends Pick<RequestFilter, 'node' | 'tier' | 'outcome'> {
  /** Absent: as far back as requests are kept. */
  time?: Time | undefined
}

const dayMs = 86_400_000

/** When the requests of a time began, milliseconds since the epoch: full hours and days, as the statistics have them. */
function beginningOf(time: Time, now: number): number {
  if (time === 'week') return now - 7 * dayMs
  const date = new Date(now)
  return time === 'hour' ? date.setMinutes(0, 0, 0) : date.setHours(0, 0, 0, 0)
}

/** What the coordinator is asked for. */
export function requestFilter({ time, ...filter }: ActivityFilter, now: number): RequestFilter {
  // On the stroke of the hour nothing has passed yet, and nothing is no time.
  return time === undefined ? filter : { ...filter, sinceMs: Math.max(1, now - beginningOf(time, now)) }
}

export function isMatch(
  record: Pick<RequestRecord, 'node' | 'tier' | 'outcome' | 'startedAt'>,
  { node, tier, outcome, time }: ActivityFilter,
  now: number,
): boolean {
  return (
    (node === undefined || record.node === node) &&
    (tier === undefined || record.tier === tier) &&
    (outcome === undefined || record.outcome === outcome) &&
    (time === undefined || record.startedAt >= beginningOf(time, now))
  )
}

/** `part` in place of what the filter had; undefined takes a key out. */
export function withPart(filter: ActivityFilter, part: ActivityFilter): ActivityFilter {
  return Object.fromEntries(Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined))
}
