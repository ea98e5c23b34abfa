import { gatesOf } from './gate-words'
import type { RouteDecision } from './route'

/** A decision as `harombe chat --json` and the HTTP API print it. Odds, setting and learning are there where a text was judged. */
export function routeRecord(route: RouteDecision) {
  const { classification, wantedTier, forced, candidates } = route
  const { class: complexity, probabilities, preference, shift, step, reasons } = classification
  return {
    class: complexity,
    wanted_tier: wantedTier,
    forced,
    ...(probabilities === undefined ? {} : { probabilities }),
    ...(preference === undefined ? {} : { preference }),
    ...(shift === undefined ? {} : { shift }),
    ...(step === undefined ? {} : { step }),
    reasons,
    gates: gatesOf(route),
    candidates,
  }
}
