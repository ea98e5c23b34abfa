import type { RoutingState } from '../shared/contract/routing'
import { signalKind } from '../shared/entities'
import { signalWord } from '../shared/entities/signal-words'
import { tierName } from '../shared/entities/tier-words'
import { english } from '../shared/texts/english'
import { formatTable } from './output'

const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(2)}`

/** A question needs less to go beyond the boundary when it was moved up. */
function effectOf(shift: number): string {
  if (Math.abs(shift) < 0.005) return 'as it comes'
  return shift > 0 ? 'sooner' : 'later'
}

/** What was learnt, as a person reads it. */
export function learnedLines({ learn, shift, bound, signals, since }: RoutingState): string[] {
  const given = signalKind.options.filter(kind => signals[kind] > 0)
  const state = learn
    ? []
    : ['Learning is off (cluster.routing.learn): nothing is added, and what is kept is not used.']
  if (given.length === 0) {
    const how = 'Redo an answer on another tier, name a tier, or rate an answer with a thumb.'
    return [...state, learn ? `Nothing was learnt yet. ${how}` : 'Nothing is kept.']
  }
  const boundaries = [`beyond ${tierName(0, english)}`, `to ${tierName(2, english)}`] as const
  const rows = boundaries.map((boundary, index) => {
    const moved = shift[index] ?? 0
    return [boundary, effectOf(moved), `${signed(moved)} of ±${bound}`]
  })
  const counts = given.map(kind => `${String(signals[kind]).padStart(5)}  ${signalWord(kind, english)}`)
  const from = since === null ? '' : ` since ${new Date(since).toISOString().slice(0, 10)}`
  return [
    ...state,
    ...formatTable(['QUESTIONS GO', 'NOW', 'SHIFT'], rows),
    '',
    `Learnt${from} from`,
    ...counts,
  ]
}
