import { z } from 'zod'
import { countText } from '../../../../shared/sizes'
import { defineTool } from '../define-tool'
import type { Tool } from '../types'
import { addSpan, checkZone, localTimeAt, parseTime, type Span } from './zoned-time'

const amount = z.int().min(-1_000_000_000).max(1_000_000_000)
const units = z.enum(['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'])

const input = z.strictObject({
  zone: z.string().max(64).optional().describe('Such as Europe/Berlin'),
  at: z.string().max(40).optional().describe('ISO 8601; default now.'),
  // One line for all units, and not a line for each: models are told of this with every question.
  add: z.partialRecord(units, amount).optional().describe('Such as {"days": -3}'),
  until: z.string().max(40).optional().describe('How long until then.'),
  in_zone: z.string().max(64).optional().describe('And there.'),
})

function describeMoment(instant: number, zone: string): string {
  const { year } = localTimeAt(instant, zone)
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
    ...(year < 1 ? { era: 'short' as const } : {}),
  }).format(instant)
  return `${text} (${zone})`
}

const counted = (count: number, unit: string): string =>
  `${countText(count)} ${count === 1 ? unit.slice(0, -1) : unit}`

function describeDistance(from: number, to: number): string {
  const seconds = Math.round(Math.abs(to - from) / 1000)
  const days = Math.floor(seconds / 86_400)
  const rest = [
    [Math.floor((seconds % 86_400) / 3_600), 'hours'],
    [Math.floor((seconds % 3_600) / 60), 'minutes'],
    [seconds % 60, 'seconds'],
  ] as const
  const parts = rest.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit))
  const text = [counted(days, 'days'), ...parts].join(', ')
  return `${text} ${to < from ? 'before' : 'after'} (${countText(seconds)} seconds)`
}

interface Question {
  zone: string
  at: string | undefined
  add: Span | undefined
  until: string | undefined
  inZone: string | undefined
}

/** @throws HarombeError BAD_REQUEST */
export function answerTime({ zone, at, add, until, inZone }: Question, now: number): string {
  const start = at === undefined ? now : parseTime(at, zone)
  const instant = add === undefined ? start : addSpan(start, add, zone)
  const lines = [describeMoment(instant, zone), new Date(instant).toISOString()]
  if (inZone !== undefined) lines.push(describeMoment(instant, inZone))
  if (until !== undefined) {
    const end = parseTime(until, zone)
    lines.push(`${describeMoment(end, zone)} is ${describeDistance(instant, end)}.`)
  }
  return lines.join('\n')
}

export const createDateTime = (now: () => number): Tool =>
  defineTool({
    name: 'date_time',
    title: 'Date and time',
    description: 'Date and time in any zone; adds to dates and tells how far apart they are.',
    risk: 'none',
    input,
    plan({ zone: given, at, add, until, in_zone: there }) {
      const zone = checkZone(given ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
      const inZone = there === undefined ? undefined : checkZone(there)
      const asked = [at ?? 'now', zone, inZone].filter(part => part !== undefined).join(', ')
      return {
        risk: 'none',
        asks: false,
        reasons: [],
        summary: asked,
        title: 'Date and time',
        exact: asked,
        cwd: null,
        binding: { zone, at: at ?? null, add: add ?? null, until: until ?? null, inZone: inZone ?? null },
        canRemember: false,
        run: async () => ({ text: answerTime({ zone, at, add, until, inZone }, now()) }),
      }
    },
  })
