import type { RoutingSignal, SignalKind, Tier } from '../../../../shared/entities'

/** 22 November 2026. */
export const now = 1_795_305_600_000
export const dayMs = 86_400_000

/** One signal, of now unless it says else, about a message of its own number. */
export const signalOf = (
  kind: SignalKind,
  wantedTier: Tier,
  givenTier: Tier,
  { at = now, message = 'm' }: { at?: number; message?: string } = {},
): RoutingSignal => ({ kind, at, message, wantedTier, givenTier, probabilities: [0.7, 0.2, 0.1] })

/** So many alike, each about another message. */
export const signalsOf = (
  count: number,
  kind: SignalKind,
  wantedTier: Tier,
  givenTier: Tier,
  at = now,
): RoutingSignal[] =>
  Array.from({ length: count }, (_, index) =>
    signalOf(kind, wantedTier, givenTier, { at, message: `${kind}-${at}-${index}` }),
  )
