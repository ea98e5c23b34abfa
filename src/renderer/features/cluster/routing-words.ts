import type { EscalationMode } from '../../../shared/config/schema'
import type { RoutingState } from '../../../shared/contract/routing'
import type { SignalKind } from '../../../shared/entities'
import { signalWord } from '../../../shared/entities/signal-words'
import { tierName } from '../../../shared/entities/tier-words'
import type { Translate } from '../../../shared/texts/translator'
import { shiftText, signed } from '../../components'
import { formatCount, formatDecimal } from '../../format'

export const escalationModes = ['off', 'offer', 'auto'] as const satisfies readonly EscalationMode[]

const signalOrder = [
  'redo_bigger',
  'redo_smaller',
  'forced',
  'escalation_taken',
  'escalation_ignored',
  'thumb_up',
  'thumb_down',
] as const satisfies readonly SignalKind[]

/** What was given, with how often; kinds that never came are left out. */
export function signalCounts(
  signals: RoutingState['signals'],
  t: Translate,
): { kind: SignalKind; words: string; count: number }[] {
  return signalOrder
    .map(kind => ({ kind, words: signalWord(kind, t), count: signals[kind] }))
    .filter(({ count }) => count > 0)
}

export const signalTotal = (signals: RoutingState['signals']): number =>
  signalOrder.reduce((sum, kind) => sum + signals[kind], 0)

export interface Boundary {
  label: string
  value: number
  /** Such as "+0.3 of ±1". */
  text: string
}

/** Both boundaries a question can cross on its way up, and how far what was learnt moved them. */
export function boundaries(
  { shift, bound }: Pick<RoutingState, 'shift' | 'bound'>,
  t: Translate,
): Boundary[] {
  const most = Number.isInteger(bound) ? String(bound) : formatDecimal(bound)
  const text = (value: number) => t('cluster.routing.shift', { value: signed(value, t), bound: most })
  return [
    {
      label: t('cluster.routing.boundary.above', { tier: tierName(0, t) }),
      value: shift[0],
      text: text(shift[0]),
    },
    {
      label: t('cluster.routing.boundary.powerful', { tier: tierName(2, t) }),
      value: shift[1],
      text: text(shift[1]),
    },
  ]
}

/** What was learnt, as one sentence. */
export function learntText(
  { learn, shift, signals }: Pick<RoutingState, 'learn' | 'shift' | 'signals'>,
  t: Translate,
): string {
  const count = signalTotal(signals)
  const counted = { count, number: formatCount(count) }
  if (!learn) return count === 0 ? t('cluster.routing.state.off') : t('cluster.routing.state.kept', counted)
  if (count === 0) return t('cluster.routing.state.nothing')
  return shiftText(shift, t) ?? t('cluster.routing.state.little', counted)
}
