import type { RoutingSignal, SignalKind } from '../../../shared/entities'

/** choice: the tier a user wanted for a question; judgement: the thumb on an answer; offer: what became of an offer. */
export type SignalFamily = 'choice' | 'judgement' | 'offer'

const families: Readonly<Record<SignalKind, SignalFamily>> = {
  redo_bigger: 'choice',
  redo_smaller: 'choice',
  forced: 'choice',
  escalation_taken: 'choice',
  thumb_up: 'judgement',
  thumb_down: 'judgement',
  escalation_ignored: 'offer',
}

/** Signals with the same key are about the same thing: the later one replaces the earlier. */
export const signalKey = ({ kind, message }: Pick<RoutingSignal, 'kind' | 'message'>) =>
  keyOf(families[kind], message)

export const keyOf = (family: SignalFamily, message: string) => `${family} ${message}`

/** Total, so that it does not matter in which order two of the same moment come. */
const rankOf = ({ at, kind, wantedTier, givenTier }: RoutingSignal) =>
  `${String(at).padStart(16, '0')} ${kind} ${wantedTier}${givenTier}`

/** One signal per thing, the latest, always in the same order. */
export function latestOnly(signals: readonly RoutingSignal[]): RoutingSignal[] {
  const latest = new Map<string, { signal: RoutingSignal; rank: string }>()
  for (const signal of signals) {
    const key = signalKey(signal)
    const rank = rankOf(signal)
    const other = latest.get(key)
    if (other === undefined || other.rank < rank) latest.set(key, { signal, rank })
  }
  return [...latest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, { signal }]) => signal)
}
