import type {
  AnsweredBy,
  Message,
  Rating,
  RouteDecision,
  RoutingSignal,
  Tier,
} from '../../../shared/entities'

/** A signal before it is given its time. */
export type NewSignal = Omit<RoutingSignal, 'at'>

/** Only an answer that came to its end tells anything about the size of what made it. */
interface Answered {
  route: RouteDecision
  answeredBy: AnsweredBy
}

function answeredOf({ state, route, answeredBy }: Message): Answered | null {
  return state === 'complete' && route !== undefined && answeredBy !== undefined
    ? { route, answeredBy }
    : null
}

/** The classifier had decided, and not a tier, node or model the caller named. */
const wasRouted = ({ route }: Answered) => route.forced === 'none'

const probabilitiesOf = ({ classification }: RouteDecision) => classification.probabilities ?? null

/** A tier was named for a new question. Null: it says nothing. @param message identifies the question */
export function forcedSignal(message: string, route: RouteDecision): NewSignal | null {
  const { classification, forced, wantedTier: chosen } = route
  if (forced !== 'tier' || chosen === classification.tier) return null
  return {
    kind: 'forced',
    message,
    wantedTier: classification.tier,
    givenTier: chosen,
    probabilities: probabilitiesOf(route),
  }
}

/**
 * An answer was written again by a tier that the user chose. What counts is the last choice for the question against what
 * the classifier wanted at first, so whoever goes back to that has said nothing.
 * @param before what is kept about this question
 * @param takesOffer the user was offered the larger tier
 * @returns what to keep now; null: nothing
 */
export function redoneSignal(
  before: RoutingSignal | null,
  answer: Message,
  chosen: Tier,
  takesOffer: boolean,
): NewSignal | RoutingSignal | null {
  const answered = answeredOf(answer)
  if (answered === null || answer.parentId === null) return before
  const { route, answeredBy } = answered
  if (before === null && !wasRouted(answered)) return null
  const wanted = before?.wantedTier ?? route.wantedTier
  const probabilities = before === null ? probabilitiesOf(route) : before.probabilities
  if (chosen === wanted || chosen === answeredBy.tier) return chosen === wanted ? null : before
  const isBigger = chosen > wanted
  // Up from a tier that had to stand in for a larger one, and still not to that: no contradiction.
  if (before === null && isBigger !== chosen > answeredBy.tier) return null
  const kind = (() => {
    if (takesOffer && isBigger) return 'escalation_taken'
    if (before?.kind === 'forced') return 'forced'
    return isBigger ? 'redo_bigger' : 'redo_smaller'
  })()
  return { kind, message: answer.parentId, wantedTier: wanted, givenTier: chosen, probabilities }
}

const ofAnswer = (kind: RoutingSignal['kind'], answer: Message): NewSignal | null => {
  const answered = answeredOf(answer)
  if (answered === null || !wasRouted(answered)) return null
  const { route, answeredBy } = answered
  return {
    kind,
    message: answer.id,
    wantedTier: route.wantedTier,
    givenTier: answeredBy.tier,
    probabilities: probabilitiesOf(route),
  }
}

/** A thumb. Null: it says nothing about the classifier. */
export const ratedSignal = (answer: Message, rating: Rating): NewSignal | null =>
  ofAnswer(rating === 'up' ? 'thumb_up' : 'thumb_down', answer)

/** The user went on below an answer after which a larger node was offered. */
export const passedOverSignal = (answer: Message): NewSignal | null =>
  answer.escalation?.state === 'offered' ? ofAnswer('escalation_ignored', answer) : null
