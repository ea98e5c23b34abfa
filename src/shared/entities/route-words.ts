import { decimalText } from '../sizes'
import type { Translate } from '../texts/translator'
import type { Classification, RouteDecision, RoutePreference, RouteShift } from './route'
import { tierName } from './tier-words'

export const preferences = ['eco', 'balanced', 'quality'] as const satisfies readonly RoutePreference[]

export const preferenceName = (preference: RoutePreference, t: Translate): string =>
  t(`words.preference.${preference}`)

/** What each preference does, to stand below the choice. */
export const preferenceHint = (preference: RoutePreference, t: Translate): string =>
  t(`words.preferenceHint.${preference}`)

/** What decided the tier, and what the question by itself is read as. */
export function wantedText({ classification, forced, wantedTier }: RouteDecision, t: Translate): string {
  switch (forced) {
    case 'tier':
    case 'node':
    case 'model':
      return t(`words.readsAs.${classification.class}`)
    case 'none':
      return t(`words.wants.${classification.class}`, { tier: tierName(wantedTier, t) })
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
export function signed(value: number, t: Translate): string {
  const text = decimalText(Math.abs(value), 1, t('common.language'))
  if (Math.abs(value) < leastShift) return text
  return `${value > 0 ? '+' : '−'}${text}`
}

function tendency(value: number, t: Translate): string {
  const size = Math.abs(value)
  if (size < 0.35) return t(`words.learnt.${value > 0 ? 'littleSooner' : 'littleLater'}`)
  if (size < 0.7) return t(`words.learnt.${value > 0 ? 'sooner' : 'later'}`)
  return t(`words.learnt.${value > 0 ? 'muchSooner' : 'muchLater'}`)
}

/** What was learnt from the user, as one sentence; null when it is nothing. */
export function shiftText([above, powerful]: RouteShift, t: Translate): string | null {
  const hasAbove = Math.abs(above) >= leastShift
  const hasPowerful = Math.abs(powerful) >= leastShift
  if (!hasAbove && !hasPowerful) return null
  return t(`words.learnt.${hasAbove && hasPowerful ? 'both' : hasAbove ? 'above' : 'powerful'}`, {
    fast: tierName(0, t),
    above: tendency(above, t),
    powerful: tierName(2, t),
    toPowerful: tendency(powerful, t),
  })
}

/** With what the probabilities were weighed, as sentences; empty for decisions of earlier versions. */
export function weighingTexts({ preference, shift }: Classification, t: Translate): string[] {
  const learnt = shift === undefined ? null : shiftText(shift, t)
  return [
    ...(preference === undefined ? [] : [t(`words.preferenceWeighed.${preference}`)]),
    ...(learnt === null ? [] : [learnt]),
  ]
}
