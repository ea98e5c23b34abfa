import type { EscalationMode } from '../../../shared/config/schema'
import type { RoutingState } from '../../../shared/contract/routing'
import type { SignalKind } from '../../../shared/entities'
import { signalWord } from '../../../shared/entities/signal-words'
import { tierName } from '../../../shared/entities/tier-words'
import { shiftText, signed } from '../../components'
import { plural } from '../../format'
import { texts } from '../../texts'

export const escalationModes = ['off', 'offer', 'auto'] as const satisfies readonly EscalationMode[]

export const escalationNames = {
  off: 'Off',
  offer: 'Offer',
  auto: 'Automatic',
} as const satisfies Record<EscalationMode, string>

export const escalationHints = {
  off: 'A small node’s answer stands as it is.',
  offer: 'A larger node is offered below the answer. You decide.',
  auto: 'A larger node answers too, at once, a few times an hour. Both answers stay.',
} as const satisfies Record<EscalationMode, string>

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
): { kind: SignalKind; words: string; count: number }[] {
  return signalOrder
    .map(kind => ({ kind, words: signalWord(kind, texts.t), count: signals[kind] }))
    .filter(({ count }) => count > 0)
}

export const signalTotal = (signals: RoutingState['signals']): number =>
  signalCounts(signals).reduce((sum, { count }) => sum + count, 0)

export interface Boundary {
  label: string
  value: number
  /** Such as "+0.3 of ±1". */
  text: string
}

/** Both boundaries a question can cross on its way up, and how far what was learnt moved them. */
export function boundaries({ shift, bound }: Pick<RoutingState, 'shift' | 'bound'>): Boundary[] {
  const text = (value: number) => `${signed(value)} of ±${Number.isInteger(bound) ? bound : bound.toFixed(1)}`
  return [
    { label: `Needs more than ${tierName(0, texts.t)}`, value: shift[0], text: text(shift[0]) },
    { label: `Needs ${tierName(2, texts.t)}`, value: shift[1], text: text(shift[1]) },
  ]
}

/** What was learnt, as one sentence. */
export function learntText({
  learn,
  shift,
  signals,
}: Pick<RoutingState, 'learn' | 'shift' | 'signals'>): string {
  const total = signalTotal(signals)
  if (!learn) {
    return total === 0
      ? 'Nothing is learnt while this is off.'
      : `${plural(total, 'signal')} ${total === 1 ? 'is' : 'are'} kept and not used while this is off.`
  }
  if (total === 0) return 'Nothing yet. Redo an answer on another size, choose a tier, or rate an answer.'
  return shiftText(shift, texts.t) ?? `${plural(total, 'signal')} so far, not enough to move anything.`
}
