import type { Classification, RouteDecision, RoutePreference, RouteShift } from './route'
import { tierNames } from './tiers'

export const preferences = ['eco', 'balanced', 'quality'] as const satisfies readonly RoutePreference[]

export const preferenceNames = {
  eco: 'Eco',
  balanced: 'Balanced',
  quality: 'Quality',
} as const satisfies Record<RoutePreference, string>

/** What each preference does, to stand below the choice. */
export const preferenceHints = {
  eco: 'Stays small unless it clearly needs more.',
  balanced: 'Weighs speed and quality alike.',
  quality: 'Goes larger at the first doubt.',
} as const satisfies Record<RoutePreference, string>

const classWords = {
  simple: 'a simple question',
  moderate: 'a moderate question',
  complex: 'a complex question',
} as const

/** What decided the tier, and what the question by itself is read as. */
export function wantedText({ classification, forced, wantedTier }: RouteDecision): string {
  const kind = classWords[classification.class]
  switch (forced) {
    case 'tier':
    case 'node':
    case 'model':
      return `By itself it reads as ${kind}.`
    case 'none':
      return `Read as ${kind}, which wants ${tierNames[wantedTier]}.`
  }
}

/** Whole percents that add up to 100: rounded down, and what is missing given to the largest remainders. */
export function percentages(shares: readonly number[]): number[] {
  const exact = shares.map(share => share * 100)
  const floors = exact.map(Math.floor)
  const total = Math.round(exact.reduce((sum, value) => sum + value, 0))
  const missing = total - floors.reduce((sum, value) => sum + value, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder)
    .slice(0, missing)
  const raised = new Set(byRemainder.map(({ index }) => index))
  return floors.map((value, index) => (raised.has(index) ? value + 1 : value))
}

/** Smaller than this it changes next to nothing and reads as "0.0". */
const leastShift = 0.05

/** +0.3, −0.1, 0.0: with a true minus sign, which is as wide as a plus. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1)
  if (Math.abs(value) < leastShift) return text
  return `${value > 0 ? '+' : '−'}${text}`
}

function tendency(value: number): string {
  const size = Math.abs(value)
  const amount = size < 0.35 ? 'a little ' : size < 0.7 ? '' : 'much '
  return `${amount}${value > 0 ? 'sooner' : 'later'}`
}

/** What was learnt from the user, as one sentence; null when it is nothing. */
export function shiftText([above, powerful]: RouteShift): string | null {
  const parts = [
    ...(Math.abs(above) < leastShift ? [] : [`goes above ${tierNames[0]} ${tendency(above)}`]),
    ...(Math.abs(powerful) < leastShift ? [] : [`goes to ${tierNames[2]} ${tendency(powerful)}`]),
  ]
  return parts.length === 0 ? null : `Learnt from you: it ${parts.join(', and ')}.`
}

/** With what the probabilities were weighed, as sentences; empty for decisions of earlier versions. */
export function weighingTexts({ preference, shift }: Classification): string[] {
  const learnt = shift === undefined ? null : shiftText(shift)
  return [
    ...(preference === undefined
      ? []
      : [`Preference ${preferenceNames[preference]}: ${lowerFirst(preferenceHints[preference])}`]),
    ...(learnt === null ? [] : [learnt]),
  ]
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
