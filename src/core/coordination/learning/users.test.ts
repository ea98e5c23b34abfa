import { describe, expect, it } from 'vitest'
import type { RouteShift, RoutingSignal, Tier } from '../../../shared/entities'
import { decideTier, thresholds } from '../classification/operating-point'
import { createSeededRandom } from '../testing/virtual-clock'
import { shiftOf } from './shift-of'
import { dayMs, now, signalOf } from './testing/signals'

interface User {
  questionsPerDay: number
  /** What this user needs for a question, or null when the answer is taken as it is. */
  wants(given: Tier, random: () => number): Tier | null
  /** Of needing more than tier 0, as the classifier sees it. */
  logOdds(random: () => number): number
}

/** From which a question goes up, before anything is learnt. */
const [threshold] = thresholds.balanced

/** Plays a user's days, each question routed with what was learnt until then. @returns the shift at the end of every day */
function live(user: User, days: number, seed: number, start: RoutingSignal[] = []) {
  const random = createSeededRandom(seed)
  const signals = [...start]
  const shifts: RouteShift[] = []
  let redone = 0
  for (let day = 0; day < days; day += 1) {
    for (let index = 0; index < user.questionsPerDay; index += 1) {
      const at = now + day * dayMs
      const more = 1 / (1 + Math.exp(-user.logOdds(random)))
      const shift = shiftOf(signals, at)
      const given = decideTier([1 - more, more, 0], { preference: 'balanced', shift })
      const wanted = user.wants(given, random)
      if (wanted === null || wanted === given) continue
      redone += 1
      const kind = wanted > given ? 'redo_bigger' : 'redo_smaller'
      signals.push(signalOf(kind, given, wanted, { at, message: `${seed}-${day}-${index}` }))
    }
    shifts.push(shiftOf(signals, now + day * dayMs))
  }
  return { shifts, signals, redone }
}

describe('a user', () => {
  /** Mathematics that is a little too easy for the classifier to send up. */
  const mathematician: User = {
    questionsPerDay: 2,
    logOdds: random => threshold - 0.5 + 0.4 * random(),
    wants: given => (given === 0 ? 1 : null),
  }

  it('who has every small answer to mathematics redone gets larger ones, and then has nothing more to redo', () => {
    const { shifts, redone } = live(mathematician, 60, 1)
    const [afterWeek] = shifts[6] ?? [0]
    const [afterTwo] = shifts[13] ?? [0]
    const [last] = shifts.at(-1) ?? [0]
    expect(afterWeek).toBeGreaterThan(0.25)
    expect(afterTwo).toBeGreaterThan(0.3)
    // It stops near where the questions are, instead of running to the bound.
    expect(last).toBeLessThan(0.6)
    // Of 120 questions.
    expect(redone).toBeLessThan(60)
  })

  it('who takes that back comes back, in about as many answers', () => {
    const { signals } = live(mathematician, 20, 2)
    const taken = signals.length
    const regretful: User = {
      questionsPerDay: 2,
      logOdds: () => threshold - 0.05,
      wants: given => (given === 1 ? 0 : null),
    }
    const { shifts, redone } = live(regretful, 20, 3, signals)
    expect(shifts.at(-1)?.[0]).toBeLessThanOrEqual(0.05)
    expect(shifts.at(-1)?.[0]).toBeGreaterThan(-0.3)
    expect(redone).toBeLessThanOrEqual(taken)
  })

  it('who redoes by chance, as often up as down, stays within 0.2 for a year', () => {
    const furthest: number[] = []
    for (let seed = 0; seed < 100; seed += 1) {
      const random = createSeededRandom(seed)
      const signals: RoutingSignal[] = []
      let far = 0
      for (let day = 0; day < 365; day += 1) {
        const at = now + day * dayMs
        const isUp = random() < 0.5
        const kind = isUp ? 'redo_bigger' : 'redo_smaller'
        signals.push(signalOf(kind, isUp ? 0 : 2, isUp ? 2 : 0, { at, message: `${day}` }))
        if (day % 3 === 0) far = Math.max(far, Math.abs(shiftOf(signals, at)[0]))
      }
      furthest.push(far)
    }
    expect(Math.max(...furthest)).toBeLessThan(0.2)
    expect(furthest.filter(far => far > 0.1).length).toBeLessThan(20)
  })
})
